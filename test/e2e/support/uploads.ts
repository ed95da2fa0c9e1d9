import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';

const Upload = z.object({ file: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) });

/** Uploads a file to import as a browser does, and answers its name. */
export const uploadImport = async (api: ApiClient, bytes: Uint8Array): Promise<string> => {
  const { file, url, fields } = Upload.parse(await api.call('POST', '/v2/imports/uploads', {}));
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([Uint8Array.from(bytes)], { type: 'text/csv' }));
  const answer = await fetch(url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`The upload was answered with ${answer.status}.`);
  return file;
};
