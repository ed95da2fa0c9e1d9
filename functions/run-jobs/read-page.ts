import type { ConfigurationCache, Program } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import type { ExportRequest } from '../shared/export-requests.ts';

/** What is exported, and as of when. */
export interface Exported {
  readonly store: Store;
  readonly configurations: ConfigurationCache;
  readonly publicUrl: string;
  readonly program: Program;
  readonly request: ExportRequest;
  readonly now: number;
}

/** Some rows, as the API shows them, and where the next ones begin; the last page has no next one. */
interface SectionPage {
  readonly rows: readonly object[];
  readonly next: string | undefined;
}

/** How the rows of a file are read, a page at a time. */
export type ReadPage = (exported: Exported, after: string | undefined) => Promise<SectionPage>;

/** How many rows a step reads. */
export const ROWS = 500;
