import { useState } from 'preact/hooks';
import { Button } from '../../../parts/button.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { ConfirmDialog } from '../../../parts/dialog.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import type { TabProps } from './tab-props.ts';
import { groups } from './texts.ts';

const WORDS = {
  renew: { title: 'joinRenewTitle', text: 'joinRenewText', action: 'joinRenew', done: 'joinRenewed' },
  stop: { title: 'joinOffTitle', text: 'joinOffText', action: 'joinTurnOff', done: 'joinStopped' },
} as const;

const Change = ({ group, changed, to, close }: TabProps & { to: keyof typeof WORDS; close: () => void }) => {
  const { t } = groups;
  const words = WORDS[to];
  const params = { group: group.key };
  const change = async (): Promise<void> => {
    if (to === 'renew') await api.post('/v2/groups/{group}/join-link', { params });
    else await api.delete('/v2/groups/{group}/join-link', { params });
    tell(t[words.done]);
    await changed();
  };
  return (
    <ConfirmDialog title={t[words.title]} action={t[words.action]} hurts close={close} confirm={change}>
      <p>{t[words.text]}</p>
    </ConfirmDialog>
  );
};

const Link = ({ slug }: { readonly slug: string }) => {
  const { t } = groups;
  const address = `${location.origin}/join/${slug}`;
  return (
    <div class="copy-line">
      <code class="copy-text">{address}</code>
      <CopyButton text={address} label={t.copyJoin} />
    </div>
  );
};

/** The link through which people apply to this group: copied, renewed, turned off and on. */
export const JoinLink = (props: TabProps) => {
  const { t } = groups;
  const { group, changed } = props;
  const [to, setTo] = useState<keyof typeof WORDS>();
  const isOn = group.join_slug !== null && !group.archived;
  const start = async (): Promise<void> => {
    try {
      await api.post('/v2/groups/{group}/join-link', { params: { group: group.key } });
      tell(t.joinStarted);
      await changed();
    } catch (thrown) {
      tellProblem(thrown);
    }
  };
  return (
    <Card title={t.join} actions={<Badge kind={isOn ? 'good' : 'neutral'}>{isOn ? t.joinOn : t.joinIsOff}</Badge>}>
      {group.join_slug === null || group.archived ? (
        <p>{group.archived ? t.joinArchived : t.joinOff}</p>
      ) : (
        <>
          <p>{t.joinText}</p>
          <Link slug={group.join_slug} />
        </>
      )}
      {may('programs:write') && !group.archived ? (
        <div class="actions">
          {isOn ? (
            <>
              <Button onClick={() => setTo('renew')}>{t.joinRenew}</Button>
              <Button onClick={() => setTo('stop')}>{t.joinTurnOff}</Button>
            </>
          ) : (
            <Button onClick={() => void start()}>{t.joinTurnOn}</Button>
          )}
        </div>
      ) : null}
      {to === undefined ? null : <Change {...props} to={to} close={() => setTo(undefined)} />}
    </Card>
  );
};
