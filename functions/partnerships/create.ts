import { createHash } from 'node:crypto';
import { conflict, unprocessable } from '../../domain/errors.ts';
import { keyInstant } from '../../domain/ids.ts';
import { shiftPeriod } from '../../domain/periods.ts';
import { acceptedAt, countFact, tierIn } from '../../domain/standing.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { announcing, type Fact } from '../../table/facts.ts';
import { readPartnerName, takePartnerName } from '../../table/partner-names.ts';
import { type Profile, profileItem, type Standing, standingItem } from '../../table/partnerships.ts';
import { absent, ConditionFailed, type Write } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import { type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { InputOf } from '../shared/contract.ts';
import type { createPartnership } from '../shared/contracts/partnerships.ts';
import { tagKeys } from '../shared/tag-names.ts';
import type { PartnershipDeps } from './deps.ts';
import { type Partnership, requireGroup, requirePartnership, requireRecruiter } from './view.ts';

type Body = InputOf<typeof createPartnership>['body'];

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
  period: string,
): Fact => {
  const at = standing.joined_at;
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
    counted: awaitsJoin(configuration, at),
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
  context: Context,
  state: ProgramState,
  body: Body,
): Promise<{ standing: Standing; period: string }> => {
  const { program } = state;
  if (body.group_key !== undefined) await requireGroup(deps, program.key, body.group_key);
  const tags = await tagKeys(deps.store, program.key, body.tags ?? [], (index) => `tags.${index}`);
  const recruiter =
    body.recruited_by === undefined ? undefined : await requireRecruiter(deps, program.key, body.recruited_by);
  // Months before the open one are billed: whoever joins now belongs to none of them.
  const billed = shiftPeriod(program.open_period, -1);
  const { at, period } = acceptedAt(context.now, program.time_zone, billed);
  const standing: Standing = {
    key: deps.ids.key('part', context.now),
    program: program.key,
    status: 'active',
    group: body.group_key ?? program.default_group,
    tags: [...new Set(tags)],
    recruiter: recruiter?.key,
    joined_at: at,
    lifetime: { total: 0, quantity: 0 },
    months: {},
    sealed: billed,
    rev: 1,
  };
  return { standing, period };
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

const insert = async (deps: PartnershipDeps, context: Context, body: Body): Promise<Partnership> => {
  const state = await readProgramState(deps, context.program);
  const { standing: drafted, period } = await newStanding(deps, context, state, body);
  const fact = joinedFact(deps, state, drafted, period);
  const standing = fact.counted ? countFact(drafted, period) : drafted;
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
    { kind: 'put', item: standingItem(standing), condition: absent('standing_exists') },
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
 * @throws Failure `conflict` (`partner_key_taken`, `email_taken`), `unprocessable` (unknown group, tag or recruiter).
 */
export const createPartner = async (deps: PartnershipDeps, context: Context, body: Body): Promise<Partnership> => {
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
    return await insert(deps, context, body);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    if (error.condition === 'partner_key_taken' && body.partner_key !== undefined) {
      return repeated(deps, context.program, body.partner_key, body);
    }
    if (error.condition !== 'email_taken') throw error;
    throw conflict('Another partnership has this e-mail address.', 'email', 'email_taken');
  }
};
