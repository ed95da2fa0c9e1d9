import { api } from '../session/person.ts';
import { useAnswer } from './answer.tsx';
import { ChoiceField } from './choice-field.tsx';
import type { FieldLook } from './field-frame.tsx';
import type { Option } from './filters.tsx';
import type { FieldOf } from './form.tsx';
import { nameOf } from './partner-name.tsx';

const MOST_FOUND = 10;

const search = async (text: string): Promise<readonly Option[]> => {
  const query = { limit: MOST_FOUND, ...(text === '' ? {} : { search: text }) };
  const { items } = await api.get('/v2/partnerships', { query });
  return items.map((partner) => ({ value: partner.key, title: `${nameOf(partner)} (${partner.email})` }));
};

/** One partner, looked for by name, company or e-mail address; the key of the partnership, or an empty text. */
export const PartnerField = ({ value, set, ...field }: FieldOf<string> & FieldLook) => {
  const known = useAnswer(
    async () =>
      value === ''
        ? undefined
        : nameOf(await api.get('/v2/partnerships/{partnership}', { params: { partnership: value } })),
    [value],
  );
  return (
    <ChoiceField
      {...field}
      value={value === '' ? [] : [value]}
      set={([chosen = '']) => set(chosen)}
      options={search}
      most={1}
      names={known.data === undefined ? {} : { [value]: known.data }}
    />
  );
};
