import type { Group } from '../../../api/operations.ts';
import { go } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { ConfirmDialog, Dialog } from '../../../parts/dialog.tsx';
import { TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { addressFault } from './addresses.ts';
import { ArchiveDialog } from './archive-dialog.tsx';
import { groups } from './texts.ts';

/** What somebody wants to do with groups. */
export type GroupWish =
  | { readonly to: 'create' }
  | { readonly to: 'rename' | 'archive' | 'restore'; readonly group: Group };

interface Closing {
  readonly close: () => void;
  readonly changed: () => unknown;
}

const CreateDialog = ({ close }: Closing) => {
  const { t } = groups;
  const form = useForm({
    initial: { name: '', destination_url: '' },
    guard: false,
    check: ({ name, destination_url }) => ({
      ...(name.trim() === '' ? { name: parts.t.form.missing } : {}),
      ...(addressFault(destination_url) === undefined ? {} : { destination_url: t.notAnAddress }),
    }),
    send: async ({ name, destination_url }) => {
      const destination = destination_url.trim() === '' ? null : destination_url.trim();
      const made = await api.post('/v2/groups', { body: { name: name.trim(), destination_url: destination } });
      tell(t.made(made.name));
      await go(`/groups/${made.key}`);
    },
  });
  return (
    <Dialog title={t.create} close={close}>
      <Form form={form} action={t.createAction} cancel={close}>
        <TextField {...form.field('name')} label={t.name} hint={t.nameHint} required />
        <TextField {...form.field('destination_url')} type="url" label={t.destination} hint={t.destinationHint} />
      </Form>
    </Dialog>
  );
};

const RenameDialog = ({ group, close, changed }: Closing & { readonly group: Group }) => {
  const { t } = groups;
  const form = useForm({
    initial: { name: group.name },
    guard: false,
    check: ({ name }): { name?: string } => (name.trim() === '' ? { name: parts.t.form.missing } : {}),
    send: async ({ name }) => {
      await api.patch('/v2/groups/{group}', { params: { group: group.key }, body: { name: name.trim() } });
      tell(t.renamed);
      close();
      await changed();
    },
  });
  return (
    <Dialog title={t.renameTitle} close={close}>
      <Form form={form} action={t.rename} cancel={close}>
        <TextField {...form.field('name')} label={t.name} hint={t.nameHint} required />
      </Form>
    </Dialog>
  );
};

const RestoreDialog = ({ group, close, changed }: Closing & { readonly group: Group }) => {
  const { t } = groups;
  const restore = async (): Promise<void> => {
    await api.patch('/v2/groups/{group}', { params: { group: group.key }, body: { archived: false } });
    tell(t.restored(group.name));
    await changed();
  };
  return (
    <ConfirmDialog title={t.restoreOf(group.name)} action={t.restore} close={close} confirm={restore}>
      <p>{t.restoreText}</p>
    </ConfirmDialog>
  );
};

/** The dialog for what somebody wants to do with groups. */
export const GroupDialog = ({ wish, ...closing }: Closing & { readonly wish: GroupWish }) => {
  switch (wish.to) {
    case 'create':
      return <CreateDialog {...closing} />;
    case 'rename':
      return <RenameDialog {...closing} group={wish.group} />;
    case 'restore':
      return <RestoreDialog {...closing} group={wish.group} />;
    case 'archive':
      return <ArchiveDialog {...closing} group={wish.group} />;
  }
};
