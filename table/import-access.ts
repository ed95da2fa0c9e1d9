import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { importAccessKey } from './keys.ts';
import { absent, ConditionFailed, type Store, type Write } from './store.ts';

/**
 * What the merchant lets an import read another system with. It lies apart from the job, so that nothing that shows,
 * logs or audits a job can show it, and is gone with the import's end.
 */
const ImportAccess = z.object({
  key: z.string(),
  secret: z.optional(z.string()),
  account_id: z.optional(z.string()),
});
export type ImportAccess = z.infer<typeof ImportAccess>;

/** Keeps the access (`import_access_exists`). @param expires_at epoch seconds; nothing is kept longer, whatever happens. */
export const keepImportAccess = (job: string, access: ImportAccess, expires_at: number): Write => ({
  kind: 'put',
  item: { ...importAccessKey(job), ...access, [EXPIRES_ATTRIBUTE]: expires_at },
  condition: absent('import_access_exists'),
});

/** The access of an import; undefined when it is gone. @param now epoch seconds. */
export const importAccess = async (store: Store, job: string, now: number): Promise<ImportAccess | undefined> => {
  const item = await store.get(importAccessKey(job));
  const expires = item?.[EXPIRES_ATTRIBUTE];
  if (item === undefined || (typeof expires === 'number' && expires <= now)) return undefined;
  return decode(ImportAccess, item);
};

/** Forgets the access; nothing happens when it is gone. */
export const forgetImportAccess = async (store: Store, job: string): Promise<void> => {
  const condition = { name: 'import_access_gone', expression: 'attribute_exists(pk)' };
  try {
    await store.write({ kind: 'delete', key: importAccessKey(job), condition });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
};
