import { TextAreaField } from '../fields.tsx';
import type { FieldOf } from '../form.tsx';
import { type Act, needsNote } from './decisions.ts';
import { rewards } from './texts.ts';

/** Why something is decided: a reason where there has to be one, else a note. */
export const NoteField = ({ act, ...field }: FieldOf<string> & { readonly act: Act }) => {
  const { t } = rewards;
  const needed = needsNote(act);
  return (
    <TextAreaField
      {...field}
      label={needed ? t.reason : t.note}
      hint={needed ? t.reasonHint : undefined}
      required={needed}
      rows={2}
    />
  );
};
