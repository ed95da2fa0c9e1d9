import type { Upload } from '../../../parts/file-field.tsx';
import { api } from '../../../session/person.ts';

/** Asks for the upload of a file to a field of the form; the answer to the field is its key. */
export const startUpload = async (
  kind: 'lead' | 'deal',
  field: string,
  { name, type, size }: File,
): Promise<{ readonly upload: Upload; readonly key: string }> => {
  const body = { field, name, type, size };
  const { upload, url, fields } =
    kind === 'lead'
      ? await api.post('/v2/portal/leads/uploads', { body })
      : await api.post('/v2/portal/deals/uploads', { body });
  return { upload: { url, fields }, key: upload };
};
