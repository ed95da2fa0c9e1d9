import { useState } from 'preact/hooks';
import type { LinkDomain } from '../../../api/operations.ts';
import { Button } from '../../../parts/button.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { connect } from './texts.ts';

/** Where a host is reached: as this site is, by another name. */
const addressOf = (host: string): string => {
  const address = new URL(location.origin);
  address.hostname = host;
  return address.href;
};

/** Whether partners find the portal on a host, where exactly, and the switch. */
export const DomainPortal = ({ of, again }: { readonly of: LinkDomain; readonly again: () => Promise<void> }) => {
  const { t } = connect;
  const [busy, setBusy] = useState(false);
  const turn = async (portal: boolean): Promise<void> => {
    setBusy(true);
    try {
      await api.patch('/v2/domains/{domain}', { params: { domain: of.key }, body: { portal } });
      tell(portal ? t.portalShown : t.portalHidden);
    } catch (thrown) {
      tellProblem(thrown);
    }
    await again();
    setBusy(false);
  };
  if (!of.portal && of.status !== 'verified') return null;
  const address = addressOf(of.host);
  return (
    <section class="answered" aria-label={t.portalOn(of.host)}>
      <h3>{t.portalOnHost}</h3>
      {of.portal && of.status === 'verified' ? (
        <p>
          {t.portalAt} <a href={address}>{address}</a> <CopyButton text={address} label={t.copyPortal(of.host)} />
        </p>
      ) : null}
      <p>{of.status !== 'verified' ? t.portalPaused : of.portal ? t.portalOnText : t.portalOffText}</p>
      {may('portal-sessions:write') ? (
        <div class="actions">
          <Button
            busy={busy}
            label={of.portal ? t.hidePortalOf(of.host) : t.showPortalOf(of.host)}
            onClick={() => void turn(!of.portal)}
          >
            {of.portal ? t.hidePortal : t.showPortal}
          </Button>
        </div>
      ) : of.portal ? null : (
        <p class="muted small">{t.portalAskAdmin}</p>
      )}
    </section>
  );
};
