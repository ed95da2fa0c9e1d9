import type { PartnerRecord } from '../../../domain/imports/records.ts';
import { groups } from '../../../table/definitions.ts';
import { findPartnership, partnershipNamed } from '../../../table/partner-names.ts';
import { createPartnership } from '../contracts/partnerships.ts';
import { addNewGroup, blankGroup } from '../new-groups.ts';
import { createPartner } from '../new-partners.ts';
import { tagKeys } from '../tag-names.ts';
import { type Applied, type Apply, invalid, type Row, refusal, skipped } from './run.ts';

interface FoundGroup {
  /** Undefined for the default group. */
  readonly key?: string | undefined;
  readonly applied: readonly Applied[];
}

/** The group of ours for a name of theirs: what the merchant said, one of the same name, or a new one. */
const groupFor = async (row: Row, name: string | undefined): Promise<FoundGroup> => {
  if (name === undefined) return { applied: [] };
  const { deps, job } = row;
  const chosen = job.groups[name];
  if (chosen !== undefined) return { key: chosen, applied: [] };
  const spelled = name.toLowerCase();
  const existing = (await groups.keysOfNames(deps.store, job.program, [name]))(name);
  if (existing !== undefined) return { key: existing, applied: await groupMadeFor(row, name) };
  if (job.dry) {
    if ((await row.known('groups', spelled)) !== undefined) return { applied: await groupMadeFor(row, name) };
    await row.begin('groups', spelled);
    return { applied: [{ kind: 'groups', outcome: { result: 'made' } }] };
  }
  await row.begin('groups', spelled);
  const group = blankGroup(deps, { program: job.program, now: job.now }, name);
  await addNewGroup(deps, group, () => ({}));
  return { key: group.key, applied: [{ kind: 'groups', outcome: { result: 'made' } }] };
};

/** The group that this row made before it was cut off; none where it made none. */
const groupMadeFor = async (row: Row, name: string | undefined): Promise<readonly Applied[]> => {
  if (name === undefined || row.job.groups[name] !== undefined) return [];
  const outcome = await row.there('groups', name.toLowerCase());
  return outcome.result === 'made' ? [{ kind: 'groups', outcome }] : [];
};

const noteNames = async (row: Row, record: PartnerRecord, target: string, made: boolean): Promise<void> => {
  await row.note('partners', `id:${record.id}`, target, made);
  if (!row.job.dry) return;
  // The table itself finds partners by these names; a dry run makes none.
  await row.note('partners', `email:${record.email.toLowerCase()}`, target, made);
  if (record.partner_key !== undefined) await row.note('partners', `key:${record.partner_key}`, target, made);
};

const bodyOf = (record: PartnerRecord) => ({
  email: record.email,
  first_name: record.first_name,
  last_name: record.last_name,
  company: record.company,
  country: record.country,
  partner_key: record.partner_key,
  tags: record.tags === undefined ? undefined : [...record.tags],
});

/** The partnership with this address, whoever made it. */
const existing = async (row: Row, record: PartnerRecord): Promise<string | undefined> => {
  const { job, deps } = row;
  const found = await partnershipNamed(deps.store, job.program, 'EMAIL', record.email);
  if (found !== undefined || !job.dry) return found;
  return (await row.known('partners', `email:${record.email.toLowerCase()}`)) === undefined ? undefined : '';
};

/** Tags that are not there are not made: a wrong column would make hundreds. */
const tagsProblem = async ({ deps, job }: Row, { tags = [] }: PartnerRecord) => {
  try {
    await tagKeys(deps.store, job.program, tags, (index) => `tags.${index}`);
    return undefined;
  } catch (error) {
    return refusal(error);
  }
};

const make = async (row: Row, record: PartnerRecord): Promise<readonly Applied[]> => {
  const { deps, job } = row;
  const group = await groupFor(row, record.group);
  const id = `id:${record.id}`;
  if (job.dry) {
    await noteNames(row, record, '', true);
    return [...group.applied, { kind: 'partners', outcome: { result: 'made' } }];
  }
  await row.begin('partners', id);
  const place = { program: job.program, now: job.now };
  const body = { ...bodyOf(record), group_key: group.key, recruited_by: undefined };
  try {
    const { standing } = await createPartner(deps, place, body, { joined_at: record.joined_at });
    await noteNames(row, record, standing.key, true);
    return [...group.applied, { kind: 'partners', outcome: { result: 'made' } }];
  } catch (error) {
    return [...group.applied, { kind: 'partners', outcome: refusal(error) }];
  }
};

/** A partner: active ones become partnerships; nobody is invited, and nobody who was not let in over there is let in. */
export const applyPartner: Apply<PartnerRecord> = async (row, record) => {
  const one = (outcome: Applied['outcome']): readonly Applied[] => [{ kind: 'partners', outcome }];
  const found = await existing(row, record);
  if (found !== undefined) {
    await noteNames(row, record, found, false);
    return [...(await groupMadeFor(row, record.group)), ...one(await row.there('partners', `id:${record.id}`))];
  }
  if (record.status === 'pending') return one(skipped('partner_pending', 'It was never let in over there.'));
  if (record.status === 'inactive') return one(skipped('partner_inactive', 'It is not active over there.'));
  const problem = invalid(createPartnership.body, bodyOf(record));
  if (problem !== undefined) return one(problem);
  const { partner_key: key } = record;
  const holder = key === undefined ? undefined : await findPartnership(row.deps.store, row.job.program, key);
  const planned = key !== undefined && row.job.dry && (await row.known('partners', `key:${key}`)) !== undefined;
  if (holder !== undefined || planned) {
    return one(skipped('partner_key_taken', `The partner_key ${key ?? ''} belongs to another partnership.`));
  }
  const tags = await tagsProblem(row, record);
  if (tags !== undefined) return one(tags);
  try {
    return await make(row, record);
  } catch (error) {
    const { detail } = refusal(error);
    return one(skipped('group_not_made', `Its group "${record.group ?? ''}" cannot be made: ${detail}`));
  }
};
