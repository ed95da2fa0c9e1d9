import { FILE_TYPES, FORM_LIMITS } from '../../../../domain/form-fields.ts';
import { ChoiceField } from '../../../parts/choice-field.tsx';
import { CountryField } from '../../../parts/country-field.tsx';
import { CheckField, MoneyField, SelectField, TextAreaField, TextField } from '../../../parts/fields.tsx';
import { FileField } from '../../../parts/file-field.tsx';
import type { FieldOf } from '../../../parts/form.tsx';
import { type FormField, isAmount, type Value } from './form-values.ts';
import { prospects } from './texts.ts';
import { startUpload } from './uploads.ts';

interface FormFieldProps {
  readonly field: FormField;
  readonly tied: FieldOf<Value>;
  readonly kind: 'lead' | 'deal';
  readonly currency: string;
  /** What the file is called that was sent before. */
  readonly file?: string | undefined;
}

const TEXT_TYPES = { email: 'email', url: 'url', date: 'date' } as const;

const textTypeOf = (type: FormField['type']): 'text' | 'email' | 'url' | 'date' =>
  type === 'email' || type === 'url' || type === 'date' ? TEXT_TYPES[type] : 'text';

/** One field of the program's own form. */
export const FormFieldOf = ({ field, tied, kind, currency, file: sent }: FormFieldProps) => {
  const { t } = prospects;
  const { value, ...rest } = tied;
  const look = {
    ...rest,
    label: field.name,
    required: field.required,
    ...(field.help_text === null ? {} : { hint: field.help_text }),
  };
  const text = typeof value === 'string' ? value : '';
  const options = (field.options ?? []).map(({ value: of, label: title }) => ({ value: of, title }));
  switch (field.type) {
    case 'long_text':
      return <TextAreaField {...look} value={text} />;
    case 'select':
      return <SelectField {...look} value={text} options={[{ value: '', title: t.choose }, ...options]} />;
    case 'multi_select':
      return <ChoiceField {...look} value={Array.isArray(value) ? value : []} options={options} />;
    case 'checkbox':
      return <CheckField {...look} value={value === true} />;
    case 'country':
      return <CountryField {...look} value={text} none={t.choose} />;
    case 'file':
      return (
        <FileField
          {...look}
          value={text}
          {...(sent === undefined ? {} : { sent })}
          types={field.file_types ?? FILE_TYPES}
          mostBytes={field.max_bytes ?? FORM_LIMITS.default_file_bytes}
          start={(file) => startUpload(kind, field.field_key, file)}
        />
      );
    case 'number':
      if (kind === 'deal' && isAmount(field)) {
        return <MoneyField {...look} value={typeof value === 'number' ? value : undefined} currency={currency} />;
      }
      return <TextField {...look} value={text} />;
    default:
      return (
        <TextField
          {...look}
          value={text}
          type={textTypeOf(field.type)}
          {...(field.placeholder_text === null ? {} : { placeholder: field.placeholder_text })}
        />
      );
  }
};
