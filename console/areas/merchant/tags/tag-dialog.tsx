import type { Tag } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { tags } from './texts.ts';

interface TagDialogProps {
  /** The tag that gets another name; without it a new one is made. */
  readonly tag?: Tag;
  readonly close: (changed: boolean) => void;
}

/** Makes a tag, or gives one another name. */
export const TagDialog = ({ tag, close }: TagDialogProps) => {
  const { t } = tags;
  const form = useForm({
    initial: { name: tag?.name ?? '' },
    guard: false,
    check: ({ name }) => (name.trim() === '' ? { name: parts.t.form.missing } : {}),
    send: async ({ name }) => {
      const body = { name: name.trim() };
      if (tag === undefined) await api.post('/v2/tags', { body });
      else await api.patch('/v2/tags/{tag}', { params: { tag: tag.key }, body });
      tell(tag === undefined ? t.created(body.name) : t.renamed(body.name));
      close(true);
    },
  });
  return (
    <Dialog title={tag === undefined ? t.create : t.renameOf(tag.name)} close={() => close(false)}>
      <Form form={form} action={parts.t.save} cancel={() => close(false)}>
        <TextField {...form.field('name')} label={t.name} hint={t.nameHint} required />
      </Form>
    </Dialog>
  );
};
