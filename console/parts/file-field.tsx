import { useState } from 'preact/hooks';
import { ApiProblem, problemFrom } from '../api/problem.ts';
import { locale } from '../app/language.ts';
import { parts } from '../app/texts.ts';
import { FieldFrame, type FieldLook } from './field-frame.tsx';
import type { FieldOf } from './form.tsx';
import { refusalText } from './refusals.ts';

/** A form that the API gives out for one upload. */
export interface Upload {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Uploads a file by the form that the API gave out for it. */
export const sendFile = async ({ url, fields }: Upload, file: File): Promise<void> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', file); // The file comes last, or the store refuses it.
  const answer = await fetch(url, { method: 'POST', body: form }).catch(() => undefined);
  if (answer === undefined) throw new ApiProblem('offline', parts.t.problem.offline);
  if (!answer.ok) throw new ApiProblem('unprocessable', parts.t.problem.internal);
};

interface FileFieldProps extends FieldOf<string>, FieldLook {
  /** MIME types that are taken. */
  readonly types: readonly string[];
  readonly mostBytes: number;
  /** What the file is called that the field holds already. */
  readonly sent?: string;
  /** Asks the API for a form, and says by which key the file is named afterwards. */
  readonly start: (file: File) => Promise<{ readonly upload: Upload; readonly key: string }>;
}

const sizeText = (bytes: number): string =>
  new Intl.NumberFormat(locale(), { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(
    bytes / 1_000_000,
  );

/** A file, uploaded when it is chosen; the value of the field is its key. */
export const FileField = ({ set, value, types, mostBytes, start, sent, ...field }: FileFieldProps) => {
  const [problem, setProblem] = useState<string>();
  const [state, setState] = useState<string>();
  const chosen = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setProblem(undefined);
    if (file.size > mostBytes) return setProblem(parts.t.form.fileTooLarge(sizeText(mostBytes)));
    if (!types.includes(file.type)) return setProblem(parts.t.form.fileWrongType(types.join(', ')));
    setState(parts.t.form.uploading);
    try {
      const { upload, key } = await start(file);
      await sendFile(upload, file);
      set(key);
      setState(file.name);
    } catch (thrown) {
      setState(undefined);
      setProblem(refusalText(problemFrom(thrown)));
    }
  };
  return (
    <FieldFrame {...field} problem={problem ?? field.problem}>
      {(tied) => (
        <>
          <input
            {...tied}
            type="file"
            accept={types.join(',')}
            onChange={(event) => void chosen(event.currentTarget.files?.[0])}
          />
          <span class="muted" role="status">
            {state ?? (value === '' ? '' : (sent ?? value))}
          </span>
        </>
      )}
    </FieldFrame>
  );
};
