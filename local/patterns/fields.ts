import { isObject } from '../values.ts';
import type { Leaf } from './conditions.ts';

/** Which element of which array a field stands in: two fields agree unless they stand in different elements. */
export type Membership = ReadonlyMap<number, number>;

/** A leaf of an event with its dotted name. */
export interface Field {
  readonly leaf: Leaf;
  readonly membership: Membership;
}

/** The names that a pattern asks for, as a tree, so that the rest of an event is never looked at. */
export interface NameTree {
  readonly wanted: boolean;
  readonly below: ReadonlyMap<string, NameTree>;
}

/** The union of two memberships, or undefined when they contradict each other. */
export function joined(left: Membership, right: Membership): Membership | undefined {
  if (right.size === 0) return left;
  if (left.size === 0) return right;
  for (const [array, element] of right) {
    const other = left.get(array);
    if (other !== undefined && other !== element) return undefined;
  }
  return new Map([...left, ...right]);
}

const NOWHERE: Membership = new Map();

function isLeaf(value: unknown): value is Leaf {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Collects the wanted fields of an event by name. Empty arrays and objects have no fields. */
export function fieldsOf(event: unknown, names: NameTree): ReadonlyMap<string, readonly Field[]> {
  const found = new Map<string, Field[]>();
  let arrays = 0;
  const visit = (value: unknown, tree: NameTree, name: string, membership: Membership): void => {
    if (Array.isArray(value)) {
      const array = arrays;
      arrays += 1;
      value.forEach((element, index) => {
        const inside = isObject(element) ? new Map([...membership, [array, index]]) : membership;
        visit(element, tree, name, inside);
      });
    } else if (isObject(value)) {
      for (const [key, branch] of tree.below) {
        const child = Object.hasOwn(value, key) ? value[key] : undefined;
        if (child !== undefined) visit(child, branch, name === '' ? key : `${name}.${key}`, membership);
      }
    } else if (tree.wanted && isLeaf(value)) {
      const fields = found.get(name);
      if (fields === undefined) found.set(name, [{ leaf: value, membership }]);
      else fields.push({ leaf: value, membership });
    }
  };
  visit(event, names, '', NOWHERE);
  return found;
}
