import { CheckField, NumberField, SelectField, TextAreaField, TextField } from '../../../parts/fields.tsx';
import { type Draft, FILE_TYPES, type FormKind, isEssential, linesOf } from './drafts.ts';
import { forms } from './texts.ts';

type Part = keyof Draft & string;

interface FieldEditorProps {
  readonly kind: FormKind;
  readonly draft: Draft;
  readonly set: (changes: Partial<Draft>) => void;
  readonly problemOf: (part: Part) => string | undefined;
}

/** A part of the draft as a field of a form. */
const partOf = <P extends Part>({ draft, set, problemOf }: FieldEditorProps, part: P) => ({
  name: `${draft.id}.${part}`,
  value: draft[part],
  set: (value: Draft[P]) => {
    const changes: Partial<Draft> = {};
    set({ ...changes, [part]: value });
  },
  problem: problemOf(part),
});

const Lengths = (props: FieldEditorProps) => {
  const { t } = forms;
  const chosen = props.draft.type === 'multi_select';
  return (
    <div class="field-grid">
      <NumberField {...partOf(props, 'minimum')} label={chosen ? t.fewestChosen : t.fewestLength} />
      <NumberField {...partOf(props, 'maximum')} label={chosen ? t.mostChosen : t.mostLength} />
    </div>
  );
};

const Files = (props: FieldEditorProps) => {
  const { t } = forms;
  const { draft, set } = props;
  return (
    <>
      <fieldset class="checks">
        <legend>{t.fileTypes}</legend>
        <p class="hint">{t.allTypes}</p>
        {FILE_TYPES.map((type) => (
          <CheckField
            key={type}
            name={`${draft.id}.${type}`}
            label={t.fileKinds[type]}
            value={draft.file_types.includes(type)}
            set={(isTaken) =>
              set({
                file_types: isTaken ? [...draft.file_types, type] : draft.file_types.filter((one) => one !== type),
              })
            }
            problem={undefined}
          />
        ))}
      </fieldset>
      <NumberField {...partOf(props, 'megabytes')} label={t.megabytes} unit="MB" />
    </>
  );
};

/** What only fields of the draft's type have. What is built in has bounds of its own. */
const Typed = (props: FieldEditorProps) => {
  const { t } = forms;
  const { draft } = props;
  if (draft.built_in) return null;
  switch (draft.type) {
    case 'text':
    case 'long_text':
      return <Lengths {...props} />;
    case 'number':
      return (
        <div class="field-grid">
          <NumberField {...partOf(props, 'minimum')} label={t.fewest} />
          <NumberField {...partOf(props, 'maximum')} label={t.most} />
          <NumberField {...partOf(props, 'decimals')} label={t.decimals} />
        </div>
      );
    case 'date':
      return (
        <div class="field-grid">
          <TextField {...partOf(props, 'earliest')} type="date" label={t.earliest} />
          <TextField {...partOf(props, 'latest')} type="date" label={t.latest} />
        </div>
      );
    case 'select':
      return <TextAreaField {...partOf(props, 'options')} label={t.options} rows={5} required />;
    case 'multi_select':
      return (
        <>
          <TextAreaField {...partOf(props, 'options')} label={t.options} rows={5} required />
          <Lengths {...props} />
        </>
      );
    case 'file':
      return <Files {...props} />;
    case 'email':
    case 'phone':
    case 'url':
    case 'checkbox':
    case 'country':
      return null;
  }
};

/** The value of a field that nobody sees, unless the page fills it. */
const Fixed = (props: FieldEditorProps) => {
  const { t } = forms;
  const { draft } = props;
  const field = partOf(props, 'fixed');
  const look = { label: t.fixedValue, hint: t.fixedValueHint } as const;
  switch (draft.type) {
    case 'checkbox':
      return (
        <CheckField
          {...field}
          value={field.value === 'true'}
          set={(isTicked) => field.set(isTicked ? 'true' : 'false')}
          label={t.fixedValue}
        />
      );
    case 'select':
      return (
        <SelectField
          {...field}
          {...look}
          options={['', ...linesOf(draft.options)].map((value) => ({ value, title: value === '' ? '–' : value }))}
        />
      );
    case 'multi_select':
    case 'long_text':
      return <TextAreaField {...field} {...look} rows={3} />;
    default:
      return <TextField {...field} {...look} {...(draft.type === 'date' ? { type: 'date' } : {})} />;
  }
};

/** One field of the form, open: its words, its rules, and what belongs to its type. */
export const FieldEditor = (props: FieldEditorProps) => {
  const { t } = forms;
  const { kind, draft } = props;
  const essential = isEssential(kind, draft.field_key) && draft.built_in;
  const shows = draft.type !== 'checkbox' && draft.type !== 'file' && draft.type !== 'multi_select';
  return (
    <div class="field-editor">
      <TextField {...partOf(props, 'name')} label={t.name} required />
      {draft.kept ? (
        <p class="muted small">
          {t.fieldKey}: <code>{draft.field_key}</code>
        </p>
      ) : (
        <TextField {...partOf(props, 'field_key')} label={t.fieldKey} hint={t.fieldKeyHint} />
      )}
      <TextField {...partOf(props, 'help_text')} label={t.helpText} hint={t.helpTextHint} />
      {shows ? <TextField {...partOf(props, 'placeholder_text')} label={t.placeholder} /> : null}
      <Typed {...props} />
      <CheckField
        {...partOf(props, 'required')}
        label={t.isRequired}
        disabled={essential}
        {...(essential ? { hint: t.alwaysRequired } : {})}
      />
      {draft.type === 'file' || essential ? null : (
        <CheckField {...partOf(props, 'hidden')} label={t.isHidden} hint={t.isHiddenHint} />
      )}
      {draft.hidden ? <Fixed {...props} /> : null}
    </div>
  );
};
