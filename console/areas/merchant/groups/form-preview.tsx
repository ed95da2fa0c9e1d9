import { useId } from 'preact/hooks';
import { useAnswer } from '../../../parts/answer.tsx';
import { Card } from '../../../parts/page.tsx';
import { api } from '../../../session/person.ts';
import { type Draft, type FormValues, linesOf } from './drafts.ts';
import { forms } from './texts.ts';

const INPUTS = {
  text: { type: 'text' },
  number: { type: 'number' },
  email: { type: 'email' },
  phone: { type: 'tel' },
  url: { type: 'url' },
  date: { type: 'date' },
  file: { type: 'file' },
} as const;

const Control = ({ draft, id }: { readonly draft: Draft; readonly id: string }) => {
  const { t } = forms;
  const { type, placeholder_text: placeholder } = draft;
  switch (type) {
    case 'long_text':
      return <textarea id={id} rows={3} placeholder={placeholder} />;
    case 'select':
    case 'country':
      return (
        <select id={id}>
          <option>{placeholder === '' ? t.choose : placeholder}</option>
          {linesOf(draft.options).map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      );
    case 'multi_select':
      return (
        <div>
          {linesOf(draft.options).map((option) => (
            <label key={option} class="check">
              <input type="checkbox" /> <span>{option}</span>
            </label>
          ))}
        </div>
      );
    case 'checkbox':
      return null;
    default:
      return <input id={id} {...INPUTS[type]} placeholder={placeholder} autocomplete="off" />;
  }
};

const PreviewField = ({ draft }: { readonly draft: Draft }) => {
  const id = useId();
  const { name, required, help_text, type } = draft;
  const label = (
    <>
      {name.trim() === '' ? forms.t.noName : name}
      {required ? ' *' : ''}
    </>
  );
  return (
    <div class="field">
      {type === 'checkbox' ? (
        <label class="check">
          <input type="checkbox" /> <span>{label}</span>
        </label>
      ) : type === 'multi_select' ? (
        <p class="preview-label">{label}</p>
      ) : (
        <label for={id}>{label}</label>
      )}
      {help_text === '' ? null : <p class="hint">{help_text}</p>}
      <Control draft={draft} id={id} />
    </div>
  );
};

/** The button in the program's colour, which the form has as well. */
const SendButton = () => {
  const look = useAnswer(() => api.get('/v2/portal-look'), []);
  const palette = look.data?.palette;
  const colours = palette === undefined ? {} : { background: palette.primary, color: palette.on_primary };
  return (
    <span class="preview-send" style={colours}>
      {forms.t.send}
    </span>
  );
};

/** The form as people see it, with what is typed in the editor now. Nothing in it can be used. */
export const FormPreview = ({ values }: { readonly values: FormValues }) => {
  const { t } = forms;
  const shown = values.fields.filter(({ hidden }) => !hidden);
  const hidden = values.fields.length - shown.length;
  return (
    <div class="preview-place">
      <Card title={t.preview}>
        <p class="muted small">{t.previewText}</p>
        <fieldset class="form-still preview-form" disabled>
          <p class="preview-title">{values.title}</p>
          {values.description === '' ? null : <p class="preview-description">{values.description}</p>}
          {shown.map((draft) => (
            <PreviewField key={draft.id} draft={draft} />
          ))}
          <SendButton />
        </fieldset>
        {hidden === 0 ? null : <p class="muted small">{t.hiddenFields(hidden)}</p>}
      </Card>
    </div>
  );
};
