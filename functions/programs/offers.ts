import { Failure } from '../../domain/errors.ts';
import type { Audience } from '../../domain/triggers.ts';
import { type TriggerDefinition, triggers } from '../../table/definitions.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import {
  createOffer,
  deleteOffer,
  getOffer,
  listOffers,
  listOfferVersions,
  updateOffer,
} from '../shared/contracts/offers.ts';
import { listDefinitions } from '../shared/definition-lists.ts';
import type { ProgramsDeps } from './deps.ts';
import { addTrigger, changeTrigger, findTrigger, retireTrigger, type TriggerView } from './triggers.ts';
import { versionsOf } from './version-lists.ts';

type View = DataOf<typeof getOffer>;
type Versions = DataOf<typeof listOfferVersions>;

const view = (trigger: Omit<TriggerDefinition, 'program' | 'rev' | 'rules'>): View => ({
  key: trigger.key,
  created_at: trigger.created_at,
  updated_at: trigger.updated_at,
  name: trigger.name,
  event: trigger.event,
  offer: trigger.offer,
  group_key: trigger.audience.group ?? null,
  from_tier: trigger.audience.from_tier ?? null,
  audience: trigger.audience,
  version: trigger.version,
  active_from: trigger.active_from,
  active_to: trigger.active_to ?? null,
  archived: trigger.archived,
});

const viewOf = ({ action, active_to, ...trigger }: TriggerView): View =>
  view({ ...trigger, offer: action.offer, active_to: active_to ?? undefined });

const audienceOf = (group: string | null | undefined, tier: string | null | undefined): Audience => ({
  ...(group === null || group === undefined ? { type: 'all' } : { type: 'group', group }),
  ...(tier === null || tier === undefined ? {} : { from_tier: tier }),
});

/** Fields of triggers by the names that they have in offers. */
const NAMES: readonly (readonly [string, string])[] = [
  ['action.offer', 'offer'],
  ['audience.group', 'group_key'],
  ['audience.from_tier', 'from_tier'],
];

const named = (param: string): string => {
  const found = NAMES.find(([trigger]) => param === trigger || param.startsWith(`${trigger}.`));
  return found === undefined ? param : `${found[1]}${param.slice(found[0].length)}`;
};

/** A refusal of the trigger in the words of the offer. */
const inOurWords = async <T>(run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { param, fields, ...details } = error.details;
    throw new Failure(error.code, error.message, {
      ...details,
      ...(param === undefined ? {} : { param: named(param) }),
      ...(fields === undefined ? {} : { fields: fields.map((field) => ({ ...field, param: named(field.param) })) }),
    });
  }
};

const create = async (deps: ProgramsDeps, context: Context, body: InputOf<typeof createOffer>['body']) => {
  const { offer, group_key: group, from_tier: tier, ...rest } = body;
  const made = await addTrigger(deps, context, {
    ...rest,
    audience: audienceOf(group, tier),
    action: { type: 'reward', offer },
  });
  return viewOf(made);
};

/** Whom the offer is for after the change: what is not named stays. */
const changedAudience = (before: Audience, body: InputOf<typeof updateOffer>['body']): Audience | undefined => {
  const { group_key: group, from_tier: tier } = body;
  if (group === undefined && tier === undefined) return undefined;
  const wanted = tier === undefined ? before.from_tier : tier;
  if (group !== undefined) return audienceOf(group, wanted);
  const { from_tier: _before, ...others } = before;
  return wanted === null || wanted === undefined ? others : { ...others, from_tier: wanted };
};

const update = async (deps: ProgramsDeps, context: Context, { params, body }: InputOf<typeof updateOffer>) => {
  const { offer, group_key: _group, from_tier: _tier, ...rest } = body;
  const before = await findTrigger(deps.store, context.program, params.offer);
  const audience = changedAudience(before.audience, body);
  const changed = await changeTrigger(deps, context, {
    params: { trigger: params.offer },
    query: {},
    body: {
      ...rest,
      ...(offer === undefined ? {} : { action: { type: 'reward', offer } }),
      ...(audience === undefined ? {} : { audience }),
    },
  });
  return viewOf(changed);
};

/** Offers for one group are not for another; all other audiences may reach partnerships of any group. */
const isFor = (group: string | undefined, offer: View): boolean =>
  group === undefined || offer.group_key === null || offer.group_key === group;

const versions = async (
  deps: ProgramsDeps,
  context: Context,
  { params, query }: InputOf<typeof listOfferVersions>,
): Promise<Versions> => {
  const page = await versionsOf(deps, await findTrigger(deps.store, context.program, params.offer), query);
  return { items: page.items.map(view), has_more: page.has_more };
};

/** The operations of offers: the view of triggers that generate rewards which merchants work with by group. */
export const offerRoutes = (deps: ProgramsDeps): readonly Route[] => [
  route(createOffer, (context, { body }) => inOurWords(() => create(deps, context, body))),
  route(listOffers, async ({ program }, { query }) => {
    const keep = (offer: View): boolean =>
      isFor(query.group_key, offer) && (query.include_archived === true || !offer.archived);
    return listDefinitions(deps.store, triggers, program, query, view, keep);
  }),
  route(getOffer, async ({ program }, { params }) => view(await findTrigger(deps.store, program, params.offer))),
  route(listOfferVersions, (context, input) => versions(deps, context, input)),
  route(updateOffer, (context, input) => inOurWords(() => update(deps, context, input))),
  route(deleteOffer, async (context, { params }) => {
    await retireTrigger(deps, context, params.offer);
    return { key: params.offer, deleted: true };
  }),
];
