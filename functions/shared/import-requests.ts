import * as z from 'zod/mini';
import { IMPORT_KINDS, IMPORT_SOURCES } from '../../domain/imports/records.ts';
import { Tally } from '../../domain/imports/tally.ts';
import { DATE_ORDERS } from '../../domain/imports/values.ts';

/** What a job of the kind `import` is asked for. Keys of other systems are not part of it (table/import-access.ts). */
export const ImportRequest = z.object({
  source: z.enum(IMPORT_SOURCES),
  /** What the file has rows of; absent where another system is asked itself. */
  kind: z.optional(z.enum(IMPORT_KINDS)),
  /** Where the file lies. */
  file: z.optional(z.string()),
  dry_run: z.boolean(),
  /** The currency of amounts that name none. */
  currency: z.string(),
  date_order: z.enum(DATE_ORDERS),
  /** Groups of ours by the names that they have over there. */
  groups: z.record(z.string(), z.string()),
  /** The merchant's own host for old addresses; absent: that of the installation. */
  link_host: z.optional(z.string()),
  /** Columns that mean nothing here. */
  unused_columns: z.array(z.string()),
});
export type ImportRequest = z.infer<typeof ImportRequest>;

/** The part of an import's cursor that is shown: it stays when the import has ended. */
export const ImportProgress = z.object({ tally: Tally });

/** How large a file may be, and how many rows it may have. */
export const MOST_FILE_BYTES = 10 * 1024 ** 2;
export const MOST_ROWS = 50_000;
