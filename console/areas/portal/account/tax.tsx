import type { TaxDetails } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { CountryField } from '../../../parts/country-field.tsx';
import { CheckField, SelectField, TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, partnership } from '../../../session/person.ts';
import { Frame } from './frame.tsx';
import { account } from './texts.ts';

const KINDS = ['person', 'company'] as const;

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

const valuesOf = (of: TaxDetails | null) => ({
  kind: of?.kind ?? 'person',
  legal_name: of?.legal_name ?? '',
  country: of?.country ?? '',
  address_line_1: of?.address_line_1 ?? '',
  address_line_2: of?.address_line_2 ?? '',
  postal_code: of?.postal_code ?? '',
  city: of?.city ?? '',
  state: of?.state ?? '',
  vat_number: of?.vat_number ?? '',
  tax_number: of?.tax_number ?? '',
  small_business: of?.small_business ?? false,
});

const Editor = ({ of }: { readonly of: TaxDetails | null }) => {
  const { t } = account;
  const form = useForm({
    initial: valuesOf(of),
    send: async (values) => {
      await api.put('/v2/portal/tax-details', {
        body: {
          ...values,
          address_line_2: orNull(values.address_line_2),
          postal_code: orNull(values.postal_code),
          state: orNull(values.state),
          // A small business has no VAT number.
          vat_number: values.small_business ? null : orNull(values.vat_number),
          tax_number: orNull(values.tax_number),
        },
      });
      tell(t.saved);
    },
  });
  return (
    <Form form={form} action={t.save}>
      <SelectField
        {...form.field('kind')}
        label={t.kind}
        options={KINDS.map((value) => ({ value, title: t.kinds[value] }))}
      />
      <TextField {...form.field('legal_name')} label={t.legalName} hint={t.legalNameHint} required />
      <TextField {...form.field('address_line_1')} label={t.line1} required />
      <TextField {...form.field('address_line_2')} label={t.line2} />
      <TextField {...form.field('postal_code')} label={t.postalCode} />
      <TextField {...form.field('city')} label={t.city} required />
      <TextField {...form.field('state')} label={t.state} />
      <CountryField {...form.field('country')} label={t.country} none={t.noCountry} required />
      <CheckField {...form.field('small_business')} label={t.smallBusiness} />
      {form.values.small_business ? null : (
        <TextField {...form.field('vat_number')} label={t.vatNumber} hint={t.vatHint} />
      )}
      <TextField {...form.field('tax_number')} label={t.taxNumber} hint={t.taxHint} />
    </Form>
  );
};

/** Who is paid, for the tax office. */
export const Tax = () => {
  const { t } = account;
  const tax = useAnswer(() => api.get('/v2/portal/tax-details'), [partnership.value?.key]);
  return (
    <Frame>
      <Card title={t.taxTitle}>
        <p class="muted">{t.taxText}</p>
        <Answer of={tax} lines={14}>
          {({ tax_details }) => <Editor of={tax_details} />}
        </Answer>
      </Card>
    </Frame>
  );
};
