import type { FormField } from '../../domain/form-fields.ts';
import { type FormContent, type FormKind, isBuiltIn } from '../../domain/forms.ts';
import type { DataOf } from './contract.ts';
import type { getFormTemplate } from './contracts/form-templates.ts';

/** A field as the API shows it. */
export type FieldView = DataOf<typeof getFormTemplate>['fields'][number];

const fieldView = (kind: FormKind, field: FormField, position: number): FieldView => {
  const { key, label, help_text, placeholder_text, ...rest } = field;
  return {
    ...rest,
    field_key: key,
    api_name: key,
    name: label,
    help_text: help_text ?? null,
    placeholder_text: placeholder_text ?? null,
    position,
    built_in: isBuiltIn(kind, key),
  };
};

/** The fields of a form in their order. */
export const fieldViews = (kind: FormKind, { fields }: FormContent): FieldView[] =>
  fields.map((field, position) => fieldView(kind, field, position));
