import * as z from 'zod/mini';
import { JobFailure } from '../../domain/jobs.ts';
import { readApplication } from '../../table/applications.ts';
import { readAuditEvent } from '../../table/audit-events.ts';
import { decode } from '../../table/codec.ts';
import type { Item, Store } from '../../table/store.ts';
import { readSale } from '../../table/transactions.ts';
import { type Files, jobFile } from '../shared/files.ts';
import { type Person, PersonTask } from '../shared/persons.ts';
import { append, complete, newOutput, Output } from './output.ts';
import { placesOf, Start } from './person-places.ts';
import type { Step } from './run.ts';

interface PersonExportDeps {
  readonly store: Store;
  readonly files: Files;
}

const Cursor = z.object({ place: z.int(), start: z.optional(Start), output: Output });
type Cursor = z.infer<typeof Cursor>;

/** Where an item lies, how it is found, and what it is only for programs. */
const INTERNAL = /^(pk|sk|gsi\d[ps]k|rev|announces|fact|asked|expires_at)$/;
/** What the portal never shows a partner. */
const MERCHANTS_OWN = /^(group|tags|landing|inactive|sealed)$/;
const OWN_PLACES: readonly string[] = ['partnership', 'links', 'login'];
const OWN_ITEMS = /^(PROFILE|TERMS#|PAYOUT#|A$|HEAD$)/;

const readable = (item: Item): object => {
  if (item.pk.startsWith('AUDIT#')) return readAuditEvent(item);
  if (item.pk.startsWith('APPL#') && item.sk === 'A') return readApplication(item);
  if (item.sk === 'SALE') return readSale(item);
  return item;
};

const shown = (item: Item, own: boolean): object =>
  Object.fromEntries(
    Object.entries(readable(item)).filter(
      ([name, value]) => !INTERNAL.test(name) && !(own && MERCHANTS_OWN.test(name)) && !(value instanceof Uint8Array),
    ),
  );

const personOf = (task: PersonTask): Person => {
  if (task.person !== undefined) return task.person;
  throw new JobFailure('erased', 'The person was erased meanwhile.');
};

/** Writes what one place holds of a person: records of one JSON document, which is whole when the job has ended. */
export const personExportStep =
  ({ store, files }: PersonExportDeps): Step =>
  async (job) => {
    const task = decode(PersonTask, job.parameters);
    const person = personOf(task);
    const begun = { place: 0, output: newOutput(jobFile(job.program, job.key, 'person.json'), 'application/json') };
    const cursor: Cursor = job.cursor === undefined ? begun : decode(Cursor, job.cursor);
    const places = placesOf(person, job.key);
    const head = `{"subject_type":${JSON.stringify(task.subject_type)},"program":${JSON.stringify(job.program)},"made_at":${job.created_at},"records":[`;
    const opening = cursor.output.size === 0 ? head : '';
    const place = places[cursor.place];
    if (place === undefined) {
      const output = await append(files, cursor.output, Buffer.from(`${opening}\n]}\n`), job.rev);
      await complete(files, output, job.rev);
      const name = `person-${new Date(job.created_at).toISOString().slice(0, 10)}.json`;
      const file = { key: output.key, name, size: output.size };
      return { done: job.done, total: job.done, cursor: null, files: [file], finished: true };
    }
    const { items, next } = await place.page(store, cursor.start);
    const own = task.own !== undefined;
    const wanted =
      place.guard === true || (own && !OWN_PLACES.includes(place.name))
        ? []
        : items.filter((item) => !own || OWN_ITEMS.test(item.sk));
    const rows = wanted.map((item) => `\n${JSON.stringify({ kind: place.name, ...shown(item, own) })}`);
    const separator = job.done > 0 && rows.length > 0 ? ',' : '';
    const output = await append(files, cursor.output, Buffer.from(`${opening}${separator}${rows.join(',')}`), job.rev);
    const on = next === undefined ? { place: cursor.place + 1 } : { place: cursor.place, start: next };
    return { done: job.done + rows.length, cursor: { ...on, output }, finished: false };
  };
