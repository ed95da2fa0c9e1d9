import { Failure, type FieldProblem } from '../../domain/errors.ts';

/** The largest body of a request, in bytes (docs/api.md). */
export const MAX_BODY_BYTES = 256 * 1024;
/** How deep objects and arrays may be nested: deeper ones crash what works on them recursively. */
export const MAX_DEPTH = 32;

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Whether the text nests deeper than allowed, found in one pass over the raw text, before anything recursive runs. */
export const nestsTooDeep = (text: string, limit: number = MAX_DEPTH): boolean => {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      depth++;
      if (depth > limit) return true;
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth--;
  }
  return false;
};

const FORBIDDEN_NAME = 'This name is not allowed.';
const HALF_CHARACTER = 'This text holds half of a character (a lone surrogate).';

/** What JSON can say and nothing behind may get; the value is at most 32 deep. */
const findUnusable = (value: unknown, path: readonly string[]): readonly FieldProblem[] => {
  const at = (message: string): readonly FieldProblem[] => [{ param: path.join('.'), message }];
  if (typeof value === 'string') return value.isWellFormed() ? [] : at(HALF_CHARACTER);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const here = [...path, name.toWellFormed()];
    if (name === '__proto__') return [{ param: here.join('.'), message: FORBIDDEN_NAME }];
    if (!name.isWellFormed()) return [{ param: here.join('.'), message: HALF_CHARACTER }];
    return findUnusable(part, here);
  });
};

/**
 * Validators may copy objects, and a copied `__proto__` would set the prototype instead of a property. Half a character
 * has no UTF-8, so that no store could keep it. Both are written with an escape, or plainly with their name.
 */
const refuseUnusable = (text: string, value: unknown): void => {
  if (!text.includes('__proto__') && !text.includes('\\u')) return;
  const fields = findUnusable(value, []);
  const [first] = fields;
  if (first !== undefined) {
    throw new Failure('unprocessable', `${first.param}: ${first.message}`, {
      param: first.param,
      reason: 'invalid_fields',
      fields,
    });
  }
};

/** Reads the text of a JSON body. Throws the failure that api.md names for everything that is not plain JSON. */
export const parseBody = (text: string): unknown => {
  if (nestsTooDeep(text)) throw new Failure('bad_request', `The body nests deeper than ${MAX_DEPTH} levels.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure('bad_request', 'The body is not valid JSON.');
  }
  refuseUnusable(text, value);
  return value;
};
