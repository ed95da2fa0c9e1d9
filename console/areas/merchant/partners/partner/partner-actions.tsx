import { useState } from 'preact/hooks';
import type { Partnership } from '../../../../api/operations.ts';
import { ask } from '../../../../parts/asking.tsx';
import { Button } from '../../../../parts/button.tsx';
import { doing } from '../../../../parts/doing.ts';
import { nameOf } from '../../../../parts/partner-name.tsx';
import { api } from '../../../../session/person.ts';
import { partners, partner as texts } from '../texts.ts';
import { type Change, ChangeDialog } from './change-dialog.tsx';

interface PartnerActionsProps {
  readonly partner: Partnership;
  readonly again: () => Promise<void>;
}

/** What is done with a partner from every part of its page. */
export const PartnerActions = ({ partner, again }: PartnerActionsProps) => {
  const { t } = texts;
  const [change, setChange] = useState<Change>();
  const run = doing(again);
  const reset = async (): Promise<void> => {
    const { title, text, action, done } = t.reset;
    if (!(await ask({ title: title(nameOf(partner)), text: text(partner.email), action, hurts: false }))) return;
    await run(() => api.post('/v2/public/password-resets', { body: { email: partner.email } }), done);
  };
  const invite = async (): Promise<void> => {
    const { title, text, action, done } = t.inviteLogin;
    if (!(await ask({ title: title(nameOf(partner)), text: text(partner.email), action, hurts: false }))) return;
    await run(() => api.post('/v2/invitations', { body: { partnership_key: partner.key } }), done);
  };
  const reactivate = (): Promise<void> =>
    run(
      () =>
        api.patch('/v2/partnerships/{partnership}', {
          params: { partnership: partner.key },
          body: { status: 'active' },
        }),
      t.reactivated,
    );
  return (
    <>
      {partner.status === 'inactive' ? null : partner.claimed ? (
        <Button onClick={() => void reset()}>{t.reset.action}</Button>
      ) : (
        <Button onClick={() => void invite()}>{t.inviteLogin.action}</Button>
      )}
      <Button onClick={() => setChange('group')}>{partners.t.acts.move.name}</Button>
      <Button onClick={() => setChange('tags')}>{t.editTags}</Button>
      {partner.status === 'active' ? (
        <Button kind="danger" onClick={() => setChange('deactivate')}>
          {partners.t.acts.deactivate.name}
        </Button>
      ) : partner.closed ? null : (
        <Button kind="primary" onClick={() => void reactivate()}>
          {partners.t.acts.reactivate.name}
        </Button>
      )}
      {change === undefined ? null : (
        <ChangeDialog
          partner={partner}
          change={change}
          close={(changed) => {
            setChange(undefined);
            if (changed) void again();
          }}
        />
      )}
    </>
  );
};
