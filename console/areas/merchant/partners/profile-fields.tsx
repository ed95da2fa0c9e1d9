import { CountryField } from '../../../parts/country-field.tsx';
import { TextField } from '../../../parts/fields.tsx';
import type { FieldOf } from '../../../parts/form.tsx';
import { partners } from './texts.ts';

type Name = 'email' | 'first_name' | 'last_name' | 'company' | 'country';

/** Who a partner is. */
export const ProfileFields = ({ field }: { readonly field: (name: Name) => FieldOf<string> }) => {
  const { t } = partners;
  return (
    <>
      <TextField {...field('email')} label={t.email} type="email" required />
      <TextField {...field('first_name')} label={t.firstName} />
      <TextField {...field('last_name')} label={t.lastName} />
      <TextField {...field('company')} label={t.company} />
      <CountryField {...field('country')} label={t.country} none={t.unknown} autocomplete="off" />
    </>
  );
};
