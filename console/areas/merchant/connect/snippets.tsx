import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { LinkButton } from '../../../parts/button.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { Card, Page } from '../../../parts/page.tsx';
import { ScrollFrame } from '../../../parts/scroll-frame.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { browserSnippet, curlSnippet, type Filling, nodeSnippet } from './snippet-texts.ts';
import { connect } from './texts.ts';
import { Views } from './views.tsx';

/** The public key of the newest key that still works; undefined where there is none, or the person may not see keys. */
export const publicKey = async (): Promise<{ readonly found: string | undefined }> => {
  if (!may('keys:write')) return { found: undefined };
  const keys = await everyItem(
    (page) => api.get('/v2/api-keys', { query: { ...page, limit: Math.min(page.limit, 100) } }),
    {
      keyOf: ({ key }) => key,
    },
  );
  return { found: keys.find(({ revoked_at }) => revoked_at === null)?.public_key };
};

interface SnippetProps {
  readonly title: string;
  readonly text: string;
  readonly code: string;
}

/** Something to copy, and where it belongs. */
export const Snippet = ({ title, text, code }: SnippetProps) => (
  <Card title={title} actions={<CopyButton text={code} label={`${connect.t.copy}: ${title}`} />}>
    <p>{text}</p>
    <ScrollFrame label={title} look="snippet">
      <pre>{code}</pre>
    </ScrollFrame>
  </Card>
);

/** Whose keys are filled in, and where they are made. */
export const KeyNote = ({ found }: { readonly found: string | undefined }) => {
  const { t } = connect;
  return (
    <p class="note note-info">
      {found === undefined ? t.noKey : t.keyFilled}{' '}
      {may('keys:write') ? <a href={href('/settings/keys')}>{t.toKeys}</a> : t.askAdmin}
    </p>
  );
};

const All = ({ found }: { readonly found: string | undefined }) => {
  const { t } = connect;
  const filling: Filling = {
    host: location.origin,
    publicKey: found ?? 'PUBLIC_KEY',
    secret: 'SECRET_KEY',
    currency: settingsOfProgram().currency,
    days: settingsOfProgram().attribution_window_days,
  };
  return (
    <div class="stack">
      <KeyNote found={found} />
      <Snippet title={t.browser} text={t.browserText} code={browserSnippet(filling)} />
      <Snippet title={t.node} text={t.nodeText} code={nodeSnippet(filling)} />
      <Snippet title={t.curl} text={t.curlText} code={curlSnippet(filling)} />
    </div>
  );
};

/** What to copy into the merchant's site and server, with the program's own key in it. */
export const Snippets = () => {
  const { t } = connect;
  const answered = useAnswer(publicKey, []);
  return (
    <Page title={t.title} lead={t.lead} actions={<LinkButton to={href('/connect/test')}>{t.test}</LinkButton>}>
      <Views />
      <Answer of={answered} lines={16}>
        {({ found }) => <All found={found} />}
      </Answer>
    </Page>
  );
};
