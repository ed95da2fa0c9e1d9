import { Failure, type FieldProblem, unprocessable } from '../../domain/errors.ts';
import type { Rule, RuleExpression } from '../../domain/rules.ts';
import { type Audience, type Configuration, triggerProblem } from '../../domain/triggers.ts';
import type { TriggerDefinition } from '../../table/definitions.ts';
import { groups, tags } from '../../table/definitions.ts';
import type { Store } from '../../table/store.ts';

/** What definitions the rules and audiences of triggers can name. */
export type Referable = 'group' | 'tag' | 'segment' | 'tier';

/** A rule and where it stands in the request. */
interface Located {
  readonly rule: Rule;
  readonly path: string;
}

const located = (expression: RuleExpression, path: string): readonly Located[] => {
  if ('field' in expression) return [{ rule: expression, path }];
  const [word, parts] = 'and' in expression ? (['and', expression.and] as const) : (['or', expression.or] as const);
  return parts.flatMap((part, index) => located(part, `${path}.${word}.${index}`));
};

const isReferable = (field: string): field is Referable =>
  field === 'group' || field === 'tag' || field === 'segment' || field === 'tier';

/** One mention of a definition. */
interface Mention {
  readonly type: Referable;
  readonly key: string | number;
  readonly param: string;
}

const mentionsOfRule = ({ rule, path }: Located): readonly Mention[] => {
  if (!isReferable(rule.field) || typeof rule.value === 'boolean') return [];
  const type = rule.field;
  if (!Array.isArray(rule.value)) return [{ type, key: rule.value, param: `${path}.value` }];
  return rule.value.map((key, index) => ({ type, key, param: `${path}.value.${index}` }));
};

const mentionsOfAudience = (audience: Audience): readonly Mention[] => [
  ...(audience.group === undefined ? [] : [{ type: 'group', key: audience.group, param: 'audience.group' } as const]),
  ...(audience.segments ?? []).map(
    (key, index) => ({ type: 'segment', key, param: `audience.segments.${index}` }) as const,
  ),
  ...(audience.from_tier === undefined
    ? []
    : [{ type: 'tier', key: audience.from_tier, param: 'audience.from_tier' } as const]),
];

const knownKeys = async (
  store: Store,
  program: string,
  configuration: Configuration,
  type: Referable,
): Promise<readonly string[]> => {
  switch (type) {
    case 'group': {
      const all = await groups.all(store, program);
      return all.filter((group) => !group.archived).map((group) => group.key);
    }
    case 'tag':
      return (await tags.all(store, program)).map((tag) => tag.key);
    case 'segment':
      return configuration.segments.map((segment) => segment.key);
    case 'tier':
      return configuration.ladder.levels.map((tier) => tier.key);
  }
};

/**
 * Refuses rules and audiences that name what the program does not have.
 * @throws Failure `unprocessable` (`unknown_reference`), with an entry for each unknown key.
 */
export const requireKnown = async (
  store: Store,
  program: string,
  configuration: Configuration,
  { rules, audience }: { readonly rules?: RuleExpression | undefined; readonly audience?: Audience | undefined },
): Promise<void> => {
  const mentions = [
    ...(rules === undefined ? [] : located(rules, 'rules').flatMap(mentionsOfRule)),
    ...(audience === undefined ? [] : mentionsOfAudience(audience)),
  ];
  const types = new Set(mentions.map((mention) => mention.type));
  const known = new Map<Referable, ReadonlySet<string | number>>();
  for (const type of types) known.set(type, new Set(await knownKeys(store, program, configuration, type)));
  const fields = mentions
    .filter(({ type, key }) => !known.get(type)?.has(key))
    .map(
      ({ type, param }): FieldProblem => ({
        param,
        message: `There is no such ${type}.`,
        reason: 'not_there' as const,
      }),
    );
  const [first] = fields;
  if (first === undefined) return;
  throw new Failure('unprocessable', first.message, { reason: 'unknown_reference', param: first.param, fields });
};

/** @throws Failure `unprocessable` naming the field when the terms of a trigger do not go together. */
export const requireValidTrigger = (
  trigger: Pick<TriggerDefinition, 'event' | 'rules' | 'audience' | 'offer' | 'active_from' | 'active_to'>,
): void => {
  const problem = triggerProblem(trigger);
  if (problem !== undefined) throw unprocessable(problem.reason ?? 'invalid_trigger', problem.message, problem.param);
  if (trigger.audience.segments?.length === 0) {
    throw unprocessable('invalid_trigger', 'An audience of segments names at least one.', 'audience.segments');
  }
};
