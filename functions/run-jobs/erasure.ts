import * as z from 'zod/mini';
import { readApplication } from '../../table/applications.ts';
import { decode } from '../../table/codec.ts';
import { deals } from '../../table/deals.ts';
import { readJob } from '../../table/jobs.ts';
import { leads } from '../../table/leads.ts';
import type { Condition, Item, Store, Write } from '../../table/store.ts';
import { unchanged } from '../../table/store.ts';
import type { UploadedFile } from '../../table/uploads.ts';
import { leaveLogin } from '../shared/accounts.ts';
import { type Files, keptFile } from '../shared/files.ts';
import type { Logins } from '../shared/logins.ts';
import { type Person, PersonTask } from '../shared/persons.ts';
import { untilUncontended } from '../shared/retry.ts';
import { erasedItem } from './erasing.ts';
import { placesOf, Start } from './person-places.ts';
import type { Step, StepResult } from './run.ts';

export interface ErasureDeps {
  readonly store: Store;
  readonly files: Files;
  readonly logins: Logins;
  readonly chance: () => number;
}

const Cursor = z.object({ place: z.int(), start: z.optional(Start), counts: z.record(z.string(), z.int()) });
type Cursor = z.infer<typeof Cursor>;

/** The item is as it was read: by its `rev`, or because it never changes; a guard may have gone to somebody else. */
const asRead = (item: Item): Condition => {
  const { rev, partnership } = item;
  if (typeof rev === 'number') return unchanged('erasure_changed', rev);
  if (typeof partnership !== 'string') return { name: 'erasure_changed', expression: 'attribute_exists(pk)' };
  return {
    name: 'erasure_changed',
    expression: '#partnership = :partnership',
    names: { '#partnership': 'partnership' },
    values: { ':partnership': partnership },
  };
};

const writeOf = (item: Item, after: Item | undefined): Exclude<Write, { kind: 'check' }> => {
  const condition = asRead(item);
  if (after === undefined) return { kind: 'delete', key: { pk: item.pk, sk: item.sk }, condition };
  const { rev } = item;
  return { kind: 'put', item: typeof rev === 'number' ? { ...after, rev: rev + 1 } : after, condition };
};

const keptOf = (named: { readonly program: string; readonly files?: readonly UploadedFile[] | undefined }) =>
  (named.files ?? []).map(({ upload }) => keptFile(named.program, upload));

/** The files that go with an item: they go first, because the item says where they are. */
const filesOf = (item: Item): readonly string[] => {
  if (item.pk.startsWith('JOBS#')) return readJob(item).files.map(({ key }) => key);
  if (item.sk !== 'A') return [];
  if (item.pk.startsWith('APPL#')) return keptOf(readApplication(item));
  if (item.pk.startsWith('LEAD#')) return keptOf(leads.read(item));
  return item.pk.startsWith('DEAL#') ? keptOf(deals.read(item)) : [];
};

/** Erases one item, and answers whether there was something to erase. */
const erase = (deps: ErasureDeps, found: Item, person: Person, now: number, keys: readonly string[]) =>
  untilUncontended(['erasure_changed'], deps.chance, async () => {
    const item = await deps.store.get(found);
    if (item === undefined) return false;
    const after = erasedItem(item, person, now, keys);
    if (after === item) return false;
    for (const file of filesOf(item)) await deps.files.remove(file);
    await deps.store.write(writeOf(item, after));
    return true;
  });

const finish = async (deps: ErasureDeps, task: PersonTask, cursor: Cursor, done: number): Promise<StepResult> => {
  const { person, ...rest } = task;
  const gone = person?.user !== undefined && (await leaveLogin(deps, person.user));
  const counts = gone ? { ...cursor.counts, login: 1 } : cursor.counts;
  const report = { counts, problems: [] };
  return { done, total: done, cursor: null, report, parameters: rest, finished: true };
};

/**
 * Erases a page of one place. A step that is begun again finds what is left; its report then counts what the first
 * attempt did not get to. Whom it was about is forgotten with the last step.
 */
export const erasureStep =
  (deps: ErasureDeps): Step =>
  async (job) => {
    const task = decode(PersonTask, job.parameters);
    const { person } = task;
    const cursor: Cursor = job.cursor === undefined ? { place: 0, counts: {} } : decode(Cursor, job.cursor);
    const place = person === undefined ? undefined : placesOf(person, job.key)[cursor.place];
    if (person === undefined || place === undefined) return finish(deps, task, cursor, job.done);
    const { items, keys, next } = await place.page(deps.store, cursor.start);
    let count = 0;
    for (const item of items) if (await erase(deps, item, person, job.created_at, keys)) count += 1;
    const counts =
      count === 0 ? cursor.counts : { ...cursor.counts, [place.name]: (cursor.counts[place.name] ?? 0) + count };
    const on = next === undefined ? { place: cursor.place + 1 } : { place: cursor.place, start: next };
    return { done: job.done + count, cursor: { ...on, counts }, report: { counts, problems: [] }, finished: false };
  };
