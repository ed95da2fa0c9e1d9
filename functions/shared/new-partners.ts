import { createHash } from 'node:crypto';
import { conflict, unprocessable } from '../../domain/errors.ts';
import { keyInstant } from '../../domain/ids.ts';
import { shiftPeriod } from '../../domain/periods.ts';
import { acceptedAt, countFact, tierIn } from '../../domain/standing.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { announcing, type Fact } from '../../table/facts.ts';
import { readPartnerName, takePartnerName } from '../../table/partner-names.ts';
import { type Profile, profileItem, type Standing } from '../../table/partnerships.ts';
import { addMembership, MEMBERSHIP_CONFLICTS } from '../../table/rosters.ts';
import { absent, ConditionFailed, type Write } from '../../table/store.ts';
import { type ProgramState, readProgramState } from './configuration.ts';
import type { InputOf } from './contract.ts';
import type { createPartnership } from './contracts/partnerships.ts';
import {
  type Partnership,
  type PartnershipDeps,
  requireGroup,
  requirePartnership,
  requireRecruiter,
} from './found-partners.ts';
import { untilUncontended } from './retry.ts';
import { tagKeys } from './tag-names.ts';

type Body = InputOf<typeof createPartnership>['body'];

/** Where and when a partnership is made. */
interface Place {
  readonly program: string;
  readonly now: number;
}

/** What is true of a partnership that comes from another system. */
export interface ImportedPartner {
  /** When it joined there. */
  readonly joined_at?: number | undefined;
}

/** Our own keys find partnerships too, so none may stand for another partnership. */
const requireFreeForm = (partnerKey: string | undefined): void => {
  if (partnerKey === undefined || !partnerKey.startsWith('part_') || keyInstant(partnerKey) === undefined) return;
  throw unprocessable('reserved', 'A partner_key cannot look like a key of ours.', 'partner_key');
};

/** What was asked for, in one spelling: a repetition has the same hash. */
const askedOf = (body: Body): string => {
  const fields = [body.email, body.first_name, body.last_name, body.company, body.country, body.group_key];
  const text = JSON.stringify([...fields, body.recruited_by, [...(body.tags ?? [])].sort()]);
  return createHash('sha256').update(text).digest('hex');
};

const joinedFact = (
  deps: PartnershipDeps,
  { program, configuration }: ProgramState,
  standing: Standing,
  moment: { readonly at: number; readonly period: string },
  imported: ImportedPartner | undefined,
): Fact => {
  const { at, period } = moment;
  const tier = tierIn(configuration.ladder, standing, period);
  return {
    key: deps.ids.key('evt', at),
    program: program.key,
    at,
    period,
    zone: program.time_zone,
    config: program.config,
    partnership: {
      key: standing.key,
      group: standing.group,
      tags: standing.tags,
      ...(tier === undefined ? {} : { tier }),
    },
    // Whoever joined elsewhere earns nothing for it here.
    counted: imported === undefined && awaitsJoin(configuration, at),
    ...(imported === undefined ? {} : { happened_at: standing.joined_at }),
  };
};

/** Whether a trigger waits for partnerships that join: only then must an earning answer. */
const awaitsJoin = ({ triggers }: Configuration, at: number): boolean =>
  triggers.some(
    (trigger) =>
      trigger.event === 'partnership.joined' &&
      trigger.active_from <= at &&
      (trigger.active_to === undefined || at < trigger.active_to),
  );

const newStanding = async (
  deps: PartnershipDeps,
  context: Place,
  state: ProgramState,
  body: Body,
  imported: ImportedPartner | undefined,
): Promise<{ standing: Standing; moment: { at: number; period: string } }> => {
  const { program } = state;
  if (body.group_key !== undefined) await requireGroup(deps, program.key, body.group_key);
  const tags = await tagKeys(deps.store, program.key, body.tags ?? [], (index) => `tags.${index}`);
  const recruiter =
    body.recruited_by === undefined ? undefined : await requireRecruiter(deps, program.key, body.recruited_by);
  // Months before the open one are billed: whoever joins now belongs to none of them.
  const billed = shiftPeriod(program.open_period, -1);
  const moment = acceptedAt(context.now, program.time_zone, billed);
  const standing: Standing = {
    key: deps.ids.key('part', context.now),
    program: program.key,
    status: 'active',
    group: body.group_key ?? program.default_group,
    tags: [...new Set(tags)],
    recruiter: recruiter?.key,
    joined_at: Math.min(imported?.joined_at ?? moment.at, moment.at),
    lifetime: { total: 0, quantity: 0 },
    months: {},
    sealed: billed,
    rev: 1,
  };
  return { standing, moment };
};

const newProfile = (standing: Standing, body: Body, now: number): Profile => ({
  key: standing.key,
  program: standing.program,
  partner_key: body.partner_key ?? standing.key,
  email: body.email,
  first_name: body.first_name,
  last_name: body.last_name,
  company: body.company,
  country: body.country,
  created_at: now,
  updated_at: now,
  rev: 1,
});

const insert = async (
  deps: PartnershipDeps,
  context: Place,
  body: Body,
  imported: ImportedPartner | undefined,
): Promise<Partnership> => {
  const state = await readProgramState(deps, context.program);
  const { standing: drafted, moment } = await newStanding(deps, context, state, body, imported);
  const fact = joinedFact(deps, state, drafted, moment, imported);
  const standing = fact.counted ? countFact(drafted, moment.period) : drafted;
  const profile = newProfile(standing, body, context.now);
  const { key, program } = standing;
  const names: readonly Write[] = [
    ...(body.partner_key === undefined ? [] : [takePartnerName(program, 'KEY', body.partner_key, key, askedOf(body))]),
    takePartnerName(program, 'EMAIL', body.email, key),
  ];
  await deps.store.transact([
    ...names,
    {
      kind: 'put',
      item: profileItem(profile, announcing('partnership.joined', fact)),
      condition: absent('profile_exists'),
    },
    ...(await addMembership(deps.store, standing)),
  ]);
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
 * @throws Failure `conflict` (`partner_key_taken`, `email_taken`), `unprocessable` (unknown group, tag or recruiter).
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
    return await untilUncontended(MEMBERSHIP_CONFLICTS, deps.chance, () => insert(deps, context, body, imported));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    if (error.condition === 'partner_key_taken' && body.partner_key !== undefined) {
      return repeated(deps, context.program, body.partner_key, body);
    }
    if (error.condition !== 'email_taken') throw error;
    throw conflict('Another partnership has this e-mail address.', 'email', 'email_taken');
  }
};
