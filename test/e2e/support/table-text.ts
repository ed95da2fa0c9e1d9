import { DatabaseSync } from 'node:sqlite';
import { inflateRawSync } from 'node:zlib';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Bytes of items are packed JSON; what is not is shown as it is. */
const unpacked = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64');
  try {
    return inflateRawSync(bytes).toString('utf8');
  } catch {
    return bytes.toString('latin1');
  }
};

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name === 'B' && others.length === 0) return { B: unpacked(String(value['B'])) };
  // A counter that changes may come back with its attributes in another order.
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, plain(each)]));
};

/** Every item of the single table as text, under its key, with what is packed in it unpacked. */
export const tableText = (file: string): ReadonlyMap<string, string> => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const items = new Map<string, string>();
    for (const { name } of tables) {
      const columns = database.prepare(`SELECT name FROM pragma_table_info('${String(name)}')`).all();
      if (!columns.some((column) => column['name'] === 'item_json')) continue;
      for (const row of database.prepare(`SELECT item_json FROM "${String(name)}"`).all()) {
        const item: unknown = JSON.parse(String(row['item_json']));
        if (!isObject(item)) continue;
        const key = [item['pk'], item['sk']].map((part) => (isObject(part) ? String(part['S']) : '')).join(' | ');
        // The indexes are tables of their own, with the keys of the items.
        items.set(key, `${items.get(key) ?? ''}${JSON.stringify(plain(item))}`);
      }
    }
    return items;
  } finally {
    database.close();
  }
};
