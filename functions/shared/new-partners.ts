import { createHash } from 'node:crypto';
import { conflict, Failure, unprocessable } from '../../domain/errors.ts';
import { keyInstant } from '../../domain/ids.ts';
import { readPartnerName } from '../../table/partner-names.ts';
import { ConditionFailed } from '../../table/store.ts';
import { readProgramState } from './configuration.ts';
import type { InputOf } from './contract.ts';
import type { createPartnership } from './contracts/partnerships.ts';
import {
  type Partnership,
  type PartnershipDeps,
  requireGroup,
  requirePartnership,
  requireRecruiter,
} from './found-partners.ts';
import { type ImportedPartner, JOINING_CONFLICTS, joining, joiningFailure, type Newcomer } from './joining.ts';
import { untilUncontended } from './retry.ts';
import { tagKeys } from './tag-names.ts';

type Body = Omit<InputOf<typeof createPartnership>['body'], 'password'>;

/** Where and when a partnership is made. */
interface Place {
  readonly program: string;
  readonly now: number;
}

/** Our own keys find partnerships too, so none may stand for another partnership. */
export const requireFreeForm = (partnerKey: string | undefined): void => {
  if (partnerKey === undefined || !partnerKey.startsWith('part_') || keyInstant(partnerKey) === undefined) return;
  throw unprocessable('reserved', 'A partner_key cannot look like a key of ours.', 'partner_key');
};

/** What was asked for, in one spelling: a repetition has the same hash. */
const askedOf = (body: Body): string => {
  const fields = [body.email, body.first_name, body.last_name, body.company, body.country, body.group_key];
  const text = JSON.stringify([...fields, body.recruited_by, [...(body.tags ?? [])].sort()]);
  return createHash('sha256').update(text).digest('hex');
};

/** What the request names, found. */
const newcomerOf = async (deps: PartnershipDeps, program: string, body: Body): Promise<Newcomer> => {
  const { group_key: group, recruited_by, tags: asked = [], ...person } = body;
  if (group !== undefined) await requireGroup(deps, program, group);
  const tags = await tagKeys(deps.store, program, asked, (index) => `tags.${index}`);
  const recruiter = recruited_by === undefined ? undefined : await requireRecruiter(deps, program, recruited_by);
  return { ...person, group, tags, recruiter: recruiter?.key, asked: askedOf(body) };
};

const insert = async (
  deps: PartnershipDeps,
  context: Place,
  body: Body,
  imported: ImportedPartner | undefined,
): Promise<Partnership> => {
  const state = await readProgramState(deps, context.program);
  const newcomer = { ...(await newcomerOf(deps, context.program, body)), imported };
  const { standing, profile, writes } = await joining(deps, state, context.now, newcomer);
  await deps.store.transact(writes);
  return { standing, profile };
};

/** The partnership that the same request made before. @throws Failure `conflict` when it was another request. */
const repeated = async (deps: PartnershipDeps, program: string, partnerKey: string, body: Body) => {
  const name = await readPartnerName(deps.store, program, 'KEY', partnerKey);
  if (name?.asked === askedOf(body)) return requirePartnership(deps, program, name.partnership);
  throw conflict('This partner_key belongs to another partnership.', 'partner_key', 'partner_key_taken');
};

/**
 * Creates an active partnership that joins now: profile, standing and names in one conditional write, which announces
 * that it joined. The same partner_key with the same content gives the earlier partnership.
 * @param imported where it comes from another system: then it may have joined earlier, and no trigger rewards it.
 * @throws Failure `conflict` (`partner_key_taken`, `email_taken`, `other_program`), `unprocessable` (unknown group, tag
 * or recruiter).
 */
export const createPartner = async (
  deps: PartnershipDeps,
  context: Place,
  body: Body,
  imported?: ImportedPartner,
): Promise<Partnership> => {
  requireFreeForm(body.partner_key);
  // A repetition is known before anything that it names is looked at: that may have changed since.
  const earlier =
    body.partner_key === undefined
      ? undefined
      : await readPartnerName(deps.store, context.program, 'KEY', body.partner_key);
  if (earlier !== undefined && body.partner_key !== undefined) {
    return repeated(deps, context.program, body.partner_key, body);
  }
  try {
    return await untilUncontended(JOINING_CONFLICTS, deps.chance, () => insert(deps, context, body, imported));
  } catch (error) {
    // Of the same request twice at the same moment, the later one finds names taken by the earlier one.
    const taken = error instanceof ConditionFailed || error instanceof Failure;
    const named = taken ? body.partner_key : undefined;
    const since = named === undefined ? undefined : await readPartnerName(deps.store, context.program, 'KEY', named);
    if (named === undefined || since === undefined) throw joiningFailure(error);
    return repeated(deps, context.program, named, body);
  }
};
