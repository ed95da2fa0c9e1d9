import { useState } from 'preact/hooks';
import type { PortalDeal, PortalLead } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { ask } from '../../../parts/asking.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { ProspectFiles } from '../../../parts/prospects/files.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { prospects } from './texts.ts';

interface OwnProps {
  readonly kind: 'lead' | 'deal';
  readonly of: PortalLead | PortalDeal;
}

/** What can be done about a lead or deal that the partner handed in, until the program has decided. */
export const OwnActions = ({ kind, of, again }: OwnProps & { readonly again: () => Promise<void> }) => {
  const { t } = prospects;
  const [busy, setBusy] = useState(false);
  if (!of.may_edit) return null;
  const title = kind === 'lead' ? t.withdrawLead : t.withdrawDeal;
  const withdraw = async (): Promise<void> => {
    if (!(await ask({ title, text: t.withdrawText, action: t.withdraw }))) return;
    setBusy(true);
    try {
      if (kind === 'lead') await api.post('/v2/portal/leads/{lead}/withdrawal', { params: { lead: of.key }, body: {} });
      else await api.post('/v2/portal/deals/{deal}/withdrawal', { params: { deal: of.key }, body: {} });
      tell(t.withdrawn);
    } catch (thrown) {
      tellProblem(thrown);
    }
    await again();
    setBusy(false);
  };
  return (
    <>
      <Button kind="danger" busy={busy} onClick={() => void withdraw()}>
        {t.withdraw}
      </Button>
      <LinkButton to={href(`/prospects/${kind}s/${of.key}/edit`)}>{t.edit}</LinkButton>
    </>
  );
};

/** The files that the partner sent, to download. */
export const OwnFiles = ({ kind, of }: OwnProps) => (
  <ProspectFiles
    title={prospects.t.files}
    of={`${of.key} ${of.updated_at}`}
    list={async () =>
      kind === 'lead'
        ? (await api.get('/v2/portal/leads/{lead}/files', { params: { lead: of.key } })).files
        : (await api.get('/v2/portal/deals/{deal}/files', { params: { deal: of.key } })).files
    }
    address={(file) =>
      kind === 'lead'
        ? api.get('/v2/portal/leads/{lead}/files/{file}', { params: { lead: of.key, file } })
        : api.get('/v2/portal/deals/{deal}/files/{file}', { params: { deal: of.key, file } })
    }
    fieldName={(key) => of.fields.find(({ field_key }) => field_key === key)?.name ?? key}
  />
);
