import { randomUUID } from 'node:crypto';
import { AwsFailure } from './aws-answers.ts';
import type { Json, JsonObject } from './values.ts';
import { isJsonArray, isJsonObject, textAt, toJson, tryJson } from './values.ts';

const MOST_ENTRIES = 10;
const MOST_BYTES = 262_144;

/** Why one entry of a PutEvents request is refused. */
export interface Refusal {
  readonly refused: { readonly ErrorCode: string; readonly ErrorMessage: string };
}
/** An entry that became an event. */
export interface Accepted {
  readonly busId: string;
  readonly event: JsonObject;
}

function sizeOf(entry: JsonObject): number {
  const resources = entry['Resources'];
  const texts = [entry['Source'], entry['DetailType'], entry['Detail'], ...(isJsonArray(resources) ? resources : [])];
  const bytes = texts.reduce<number>((sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0), 0);
  return bytes + (entry['Time'] === undefined ? 0 : 14);
}

/** The entries of a PutEvents request; throws when the request as a whole is wrong. */
export function entriesOf(input: JsonObject): readonly JsonObject[] {
  const listed = input['Entries'];
  const entries = isJsonArray(listed) ? listed.filter(isJsonObject) : [];
  if (entries.length === 0 || entries.length > MOST_ENTRIES) {
    const rule = `Member must have length between 1 and ${MOST_ENTRIES}`;
    const message = `1 validation error detected: Value at 'entries' failed to satisfy constraint: ${rule}`;
    throw new AwsFailure('ValidationException', message);
  }
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > MOST_BYTES) {
    throw new AwsFailure('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  return entries;
}

/** What policies may ask of a request's entries. */
export function conditionKeys(entries: readonly JsonObject[]): Record<string, readonly string[]> {
  const values = (member: string): string[] => [...new Set(entries.map((entry) => textAt(entry, member) ?? ''))];
  return { 'events:source': values('Source'), 'events:detail-type': values('DetailType') };
}

function refuse(ErrorCode: string, ErrorMessage: string): Refusal {
  return { refused: { ErrorCode, ErrorMessage } };
}

/** When the event happened, to the second: what the entry says, else now. */
function timeOf(entry: JsonObject, now: number): string {
  const given = entry['Time'];
  const at = typeof given === 'number' ? given * 1000 : typeof given === 'string' ? Date.parse(given) : now;
  return `${new Date(Number.isFinite(at) ? at : now).toISOString().slice(0, 19)}Z`;
}

interface Place {
  readonly region: string;
  readonly account: string;
}

/** Makes the event of an entry, or says why not. `busId` is the bus that the entry means, if there is such a bus. */
export function acceptEntry(
  entry: JsonObject,
  busId: string | undefined,
  place: Place,
  now: number,
): Accepted | Refusal {
  const [source, type, text] = [textAt(entry, 'Source'), textAt(entry, 'DetailType'), textAt(entry, 'Detail')];
  if (!source)
    return refuse('InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.');
  if (!type) {
    return refuse('InvalidArgument', 'Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  }
  if (!text) return refuse('InvalidArgument', 'Parameter Detail is not valid. Reason: Detail is a required argument.');
  const detail: Json | undefined = tryJson(text);
  if (!isJsonObject(detail)) return refuse('MalformedDetail', 'Detail is malformed.');
  if (busId === undefined) {
    const name = textAt(entry, 'EventBusName') ?? '';
    return refuse('ResourceNotFoundException', `Event bus ${name} does not exist.`);
  }
  const event: JsonObject = {
    version: '0',
    id: randomUUID(),
    'detail-type': type,
    source,
    account: place.account,
    time: timeOf(entry, now),
    region: place.region,
    resources: toJson(entry['Resources'] ?? []),
    detail,
  };
  return { busId, event };
}
