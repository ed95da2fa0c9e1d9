import type { Gets, Group } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { ConfirmDialog, Dialog } from '../../../parts/dialog.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { groups } from './texts.ts';

type Usages = Gets['/v2/groups/{group}/usages']['data'];
type Usage = Usages['items'][number];

/** As many partnerships as the API counts. */
const MOST_COUNTED = 100;

const isFree = ({ items, default: isDefault, partnerships }: Usages): boolean =>
  items.length === 0 && !isDefault && partnerships === 0;

const UsageName = ({ usage: { type, key, name } }: { readonly usage: Usage }) =>
  type === 'trigger' ? <a href={href(`/triggers/${key}`)}>{name}</a> : <span>{name}</span>;

const InTheWay = ({ group, of }: { readonly group: Group; readonly of: Usages }) => {
  const { t } = groups;
  return (
    <>
      <p>{t.inTheWay}:</p>
      <ul class="in-the-way">
        {of.default ? <li>{t.isDefault}</li> : null}
        {of.partnerships === 0 ? null : (
          <li>
            {t.hasPartners(of.partnerships, of.partnerships >= MOST_COUNTED)}{' '}
            <a href={href(`/partners?group=${group.key}`)}>{t.movePartners}</a>
          </li>
        )}
        {of.items.map((usage) => (
          <li key={`${usage.type}-${usage.key}`}>
            <Badge>{t.usages[usage.type]}</Badge> <UsageName usage={usage} />
            {usage.in_rules ? <span class="muted"> ({t.inRules})</span> : null}
          </li>
        ))}
      </ul>
    </>
  );
};

interface ArchiveDialogProps {
  readonly group: Group;
  readonly close: () => void;
  readonly changed: () => unknown;
}

/** Archives a group, after a look at what still points to it. */
export const ArchiveDialog = ({ group, close, changed }: ArchiveDialogProps) => {
  const { t } = groups;
  const usages = useAnswer(() => api.get('/v2/groups/{group}/usages', { params: { group: group.key } }), [group.key]);
  const archive = async (): Promise<void> => {
    await api.patch('/v2/groups/{group}', { params: { group: group.key }, body: { archived: true } });
    tell(t.archivedNow(group.name));
    await changed();
  };
  if (usages.data !== undefined && isFree(usages.data)) {
    return (
      <ConfirmDialog title={t.archiveTitle(group.name)} action={t.archive} hurts close={close} confirm={archive}>
        <p>{t.archiveText}</p>
      </ConfirmDialog>
    );
  }
  return (
    <Dialog title={t.archiveTitle(group.name)} close={close}>
      <Answer of={usages} lines={3}>
        {(of) => <InTheWay group={group} of={of} />}
      </Answer>
      <footer class="dialog-foot">
        <Button onClick={close}>{t.close}</Button>
      </footer>
    </Dialog>
  );
};
