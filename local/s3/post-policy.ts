import { isObject, tryJson } from '../values.ts';
import { S3Failure } from './answers.ts';

/** What a policy says about a form: which fields it may have, and how long its file may be. */
export interface PostPolicy {
  readonly least: number;
  readonly most: number;
  /** @throws S3Failure when the form is not what the policy says, or comes too late. */
  check(fields: ReadonlyMap<string, string>, bucket: string, now: number): void;
}

interface Rule {
  readonly field: string;
  readonly text: string;
  readonly holds: (value: string) => boolean;
}

const invalid = (why: string): S3Failure => new S3Failure(400, 'InvalidPolicyDocument', `Invalid Policy: ${why}`);
const refused = (why: string): S3Failure => new S3Failure(403, 'AccessDenied', `Invalid according to Policy: ${why}`);

/** S3 takes no file of more than five gibibytes from a form. */
const MOST = 5 * 1024 ** 3;
/** Fields that need no condition. */
const FREE = ['x-amz-signature', 'policy', 'file', 'x-amz-algorithm', 'bucket'];

function ruleOf(condition: unknown): readonly Rule[] {
  const text = JSON.stringify(condition);
  if (isObject(condition)) {
    return Object.entries(condition).map(([name, wanted]) => ({
      ...{ field: name.toLowerCase(), text, holds: (value) => value === wanted },
    }));
  }
  const [operator, name, wanted]: readonly unknown[] = Array.isArray(condition) ? condition : [];
  if (typeof operator !== 'string' || typeof name !== 'string' || !name.startsWith('$') || typeof wanted !== 'string') {
    throw invalid(`Invalid Condition: ${text}`);
  }
  const field = name.slice(1).toLowerCase();
  switch (operator.toLowerCase()) {
    case 'eq':
      return [{ field, text, holds: (value) => value === wanted }];
    case 'starts-with':
      return [{ field, text, holds: (value) => value.startsWith(wanted) }];
    default:
      throw invalid(`Invalid Condition: ${text}`);
  }
}

const isRange = (condition: unknown): condition is readonly unknown[] =>
  Array.isArray(condition) && condition[0] === 'content-length-range';

function boundsOf(conditions: readonly unknown[]): { least: number; most: number } {
  const range = conditions.find(isRange);
  if (range === undefined) return { least: 0, most: MOST };
  const [least, most] = [Number(range[1]), Number(range[2])];
  if (!Number.isInteger(least) || !Number.isInteger(most)) throw invalid('Invalid content-length-range.');
  return { least, most: Math.min(most, MOST) };
}

/** Reads the policy of a form, which is base64 of JSON. */
export function readPostPolicy(encoded: string): PostPolicy {
  const document = tryJson(Buffer.from(encoded, 'base64').toString('utf8'));
  if (!isObject(document)) throw invalid('Invalid JSON.');
  const { expiration, conditions } = document;
  const end = typeof expiration === 'string' ? Date.parse(expiration) : Number.NaN;
  if (Number.isNaN(end)) throw invalid("Invalid 'expiration' value.");
  if (!Array.isArray(conditions)) throw invalid("Invalid 'conditions' value.");
  const rules = conditions.filter((each) => !isRange(each)).flatMap(ruleOf);
  return {
    ...boundsOf(conditions),
    check: (fields, bucket, now) => {
      if (now > end) throw refused('Policy expired.');
      const values = new Map([...fields, ['bucket', bucket]]);
      const broken = rules.find(({ field, holds }) => !holds(values.get(field) ?? ''));
      if (broken !== undefined) throw refused(`Policy Condition failed: ${broken.text}`);
      const named = new Set(rules.map(({ field }) => field));
      const extra = [...fields.keys()].find(
        (name) => !FREE.includes(name) && !name.startsWith('x-ignore-') && !named.has(name),
      );
      if (extra !== undefined) throw refused(`Extra input fields: ${extra}`);
    },
  };
}
