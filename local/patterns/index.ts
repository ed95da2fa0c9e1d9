import type { Json } from '../values.ts';
import { isJsonArray, isJsonObject } from '../values.ts';
import type { Condition } from './conditions.ts';
import { compileCondition } from './conditions.ts';
import type { Field, Membership, NameTree } from './fields.ts';
import { fieldsOf, joined } from './fields.ts';
import { InvalidPattern } from './invalid.ts';

export { InvalidPattern } from './invalid.ts';

/** Answers whether an event matches. Compiled once, used for every event. */
export type Matcher = (event: unknown) => boolean;

/** One field that must hold: any of its conditions. */
interface Demand {
  readonly path: readonly string[];
  readonly name: string;
  readonly conditions: readonly Condition[];
}
type Conjunction = readonly Demand[];

/** A bound on what `$or` multiplies out to, as AWS has it. */
const MOST_CONJUNCTIONS = 1000;

/**
 * Every rule of the left with every rule of the right. A field named on both sides keeps what is written later: so
 * AWS's engine reads a pattern that names a field beside `$or` and again inside it.
 */
function both(left: readonly Conjunction[], right: readonly Conjunction[]): readonly Conjunction[] {
  if (left.length * right.length > MOST_CONJUNCTIONS) {
    throw new InvalidPattern(`the pattern's $or lists combine to more than ${MOST_CONJUNCTIONS} rules`);
  }
  return left.flatMap((one) =>
    right.map((other) => {
      const later = new Set(other.map(({ name }) => name));
      return [...one.filter(({ name }) => !later.has(name)), ...other];
    }),
  );
}

function alternatives(value: Json, path: readonly string[]): readonly Conjunction[] {
  const where = `$or${path.length === 0 ? '' : ` in "${path.join('.')}"`}`;
  if (!isJsonArray(value) || value.length < 2) throw new InvalidPattern(`${where} must list at least two patterns`);
  return value.flatMap((branch) => {
    if (!isJsonObject(branch)) throw new InvalidPattern(`${where} must list patterns`);
    return conjunctions(branch, path);
  });
}

function conjunctions(pattern: { readonly [key: string]: Json }, path: readonly string[]): readonly Conjunction[] {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new InvalidPattern(`"${path.join('.')}": an empty object is no pattern`);
  return entries.reduce<readonly Conjunction[]>(
    (sofar, [key, value]) => {
      if (key === '$or') return both(sofar, alternatives(value, path));
      const inside = [...path, key];
      const name = inside.join('.');
      if (isJsonObject(value)) return both(sofar, conjunctions(value, inside));
      if (!isJsonArray(value)) throw new InvalidPattern(`"${name}" must be a list of values or an object`);
      if (value.length === 0) throw new InvalidPattern(`"${name}": an empty list matches nothing`);
      const conditions = value.map((alternative) => compileCondition(alternative, `"${name}"`));
      return both(sofar, [[{ path: inside, name, conditions }]]);
    },
    [[]],
  );
}

interface GrowingTree extends NameTree {
  wanted: boolean;
  readonly below: Map<string, GrowingTree>;
}

function namesOf(rules: readonly Conjunction[]): NameTree {
  const root: GrowingTree = { wanted: false, below: new Map() };
  for (const { path } of rules.flat()) {
    let at = root;
    for (const key of path) {
      let next = at.below.get(key);
      if (next === undefined) {
        next = { wanted: false, below: new Map() };
        at.below.set(key, next);
      }
      at = next;
    }
    at.wanted = true;
  }
  return root;
}

/**
 * Looks for one field per demand such that all chosen fields stand in the same elements of the arrays they share.
 * A field counts as absent when no field of that name agrees with the elements chosen so far.
 */
function holds(
  rule: Conjunction,
  index: number,
  fields: ReadonlyMap<string, readonly Field[]>,
  chosen: Membership,
): boolean {
  const demand = rule[index];
  if (demand === undefined) return true;
  const candidates = fields.get(demand.name) ?? [];
  for (const condition of demand.conditions) {
    if (condition.kind === 'absent') {
      const present = candidates.some((field) => joined(chosen, field.membership) !== undefined);
      if (!present && holds(rule, index + 1, fields, chosen)) return true;
      continue;
    }
    for (const field of candidates) {
      if (!condition.test(field.leaf)) continue;
      const together = joined(chosen, field.membership);
      if (together !== undefined && holds(rule, index + 1, fields, together)) return true;
    }
  }
  return false;
}

/** Compiles an EventBridge event pattern (also the filters of event source mappings); throws `InvalidPattern`. */
export function compilePattern(pattern: Json): Matcher {
  if (!isJsonObject(pattern)) throw new InvalidPattern('an event pattern is a JSON object');
  const rules = conjunctions(pattern, []).map((rule) =>
    [...rule].sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0)),
  );
  const names = namesOf(rules);
  return (event) => {
    const fields = fieldsOf(event, names);
    return rules.some((rule) => holds(rule, 0, fields, new Map()));
  };
}
