import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { portalCurlSnippet, portalNodeSnippet, portalSnippet } from './snippet-texts.ts';
import { KeyNote, publicKey, Snippet } from './snippets.tsx';
import { connect } from './texts.ts';
import { Views } from './views.tsx';

const All = ({ found }: { readonly found: string | undefined }) => {
  const { t } = connect;
  const filling = { host: location.origin, publicKey: found ?? 'PUBLIC_KEY', secret: 'SECRET_KEY' };
  return (
    <div class="stack">
      <KeyNote found={found} />
      <Snippet title={t.portalPage} text={t.portalPageText} code={portalSnippet(filling)} />
      <Snippet title={t.portalServer} text={t.portalServerText} code={portalNodeSnippet(filling)} />
      <Snippet title={t.curl} text={t.portalCurlText} code={portalCurlSnippet(filling)} />
      <Card title={t.portalGood}>
        <ul>
          {t.portalNotes(location.origin).map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </Card>
    </div>
  );
};

/** What to copy for the portal within the merchant's own site. */
export const PortalSnippets = () => {
  const { t } = connect;
  const answered = useAnswer(publicKey, []);
  return (
    <Page title={t.portal} lead={t.portalLead}>
      <Views />
      <Answer of={answered} lines={16}>
        {({ found }) => <All found={found} />}
      </Answer>
    </Page>
  );
};
