import { useState } from 'preact/hooks';
import { type ApiProblem, problemFrom } from '../../api/problem.ts';
import type { AccountPageModule } from '../../app/account-page.ts';
import { Button } from '../../parts/button.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { openApi } from './callers.ts';
import { End, Gone, LogInNext } from './end.tsx';
import { account } from './texts.ts';

/** Where the link of an e-mail change leads. Nothing happens by opening it: programs open links, too. */
const EmailPage = ({ token }: { readonly token: string }) => {
  const { t } = account;
  const [state, setState] = useState<'open' | 'busy' | 'done' | 'gone'>(token === '' ? 'gone' : 'open');
  const [problem, setProblem] = useState<ApiProblem>();
  const confirm = async (): Promise<void> => {
    setState('busy');
    setProblem(undefined);
    try {
      await openApi.post('/v2/public/email-changes/{token}', { params: { token } });
      setState('done');
    } catch (thrown) {
      const found = problemFrom(thrown);
      const gone = found.code === 'not_found' || found.code === 'gone';
      setState(gone ? 'gone' : 'open');
      if (!gone) setProblem(found);
    }
  };
  if (state === 'gone') return <Gone />;
  if (state === 'done') {
    return (
      <End title={t.change.done} action={<LogInNext />}>
        {t.change.doneText}
      </End>
    );
  }
  return (
    <>
      <h1>{t.change.title}</h1>
      <p class="lead">{t.change.lead}</p>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <div class="actions">
        <Button kind="primary" busy={state === 'busy'} onClick={() => void confirm()}>
          {t.change.confirm}
        </Button>
      </div>
    </>
  );
};

export const emailPage: AccountPageModule = { Page: EmailPage, texts: [account] };
