import type { Kernel } from './contract.ts';
import type { MessagingParts } from './messaging-parts.ts';
import { columnNumber, columnText, numberAt } from './values.ts';

/** How many are kept, and how many one answer holds. */
const MOST_KEPT = 5000;
const MOST_LISTED = 500;

/** What a person who moves the clock wants to see: a mail that was sent, or a state that an execution came to. */
export type Happening =
  | { readonly kind: 'mail'; readonly title: string; readonly of: string }
  | { readonly kind: 'state'; readonly title: string; readonly of: string };

const schema = ({ journal }: Pick<Kernel, 'journal'>): void =>
  journal.schema(`CREATE TABLE IF NOT EXISTS happenings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, of TEXT NOT NULL)`);

/** Writes down what has happened, as part of the transaction under way. */
export function noteHappening(kernel: Pick<Kernel, 'journal' | 'clock'>, { kind, title, of }: Happening): void {
  schema(kernel);
  const sql = 'INSERT INTO happenings (at, kind, title, of) VALUES (?, ?, ?, ?)';
  const { lastId } = kernel.journal.run(sql, kernel.clock.now(), kind, title, of);
  kernel.journal.run('DELETE FROM happenings WHERE id <= ?', lastId - MOST_KEPT);
}

/** GET /_local/happened?after=ID: what has happened since, oldest first; without `after` only the last id. */
export function happeningRoute(kernel: Kernel, parts: MessagingParts): void {
  schema(kernel);
  const { journal } = kernel;
  const lastId = (): number => {
    const [row] = journal.all('SELECT COALESCE(MAX(id), 0) AS id FROM happenings');
    return row === undefined ? 0 : columnNumber(row, 'id');
  };
  parts.localRoute('GET', '/_local/happened', async ({ query }) => {
    const after = numberAt({ after: query.get('after') ?? '' }, 'after');
    const rows =
      after === undefined
        ? []
        : journal.all('SELECT * FROM happenings WHERE id > ? ORDER BY id LIMIT ?', after, MOST_LISTED);
    const items = rows.map((row) => ({
      id: columnNumber(row, 'id'),
      at: new Date(columnNumber(row, 'at')).toISOString(),
      kind: columnText(row, 'kind'),
      title: columnText(row, 'title'),
      of: columnText(row, 'of'),
    }));
    const body = JSON.stringify({ items, last: items.at(-1)?.id ?? after ?? lastId() });
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  });
}
