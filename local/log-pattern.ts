import { isObject, tryJson } from './values.ts';

/** `{ $.a.b = "x" }`, `{ $.a = x* }`, `{ $.a = * }`, `{ $.a = 5 }`: one comparison on one member. */
const PATTERN = /^\{\s*\$\.([\w.-]+)\s*(=|!=)\s*(?:"([^"]*)"|(\*)|(-?\d+(?:\.\d+)?)|([\w*.:/-]+))\s*\}$/;

function compareText(pattern: string): (value: unknown) => boolean {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const expression = new RegExp(`^${source}$`, 's');
  return (value) => (typeof value === 'string' || typeof value === 'boolean') && expression.test(String(value));
}

function compile(pattern: string): { path: readonly string[]; holds: (value: unknown) => boolean } {
  const parts = PATTERN.exec(pattern);
  if (parts === null) {
    throw new Error(`The local runtime does not support the log filter pattern ${pattern}.`);
  }
  const [, path = '', operator, quoted, any, number, bare] = parts;
  const equal =
    any !== undefined
      ? (value: unknown) => value !== undefined
      : number !== undefined
        ? (value: unknown) => value === Number(number)
        : compareText(quoted ?? bare ?? '');
  const holds = operator === '=' ? equal : (value: unknown) => value !== undefined && !equal(value);
  return { path: path.split('.'), holds };
}

/** Reads a filter pattern of CloudWatch Logs: the empty one takes every line, the others look into JSON lines. */
export function logPattern(pattern: string): (line: string) => boolean {
  if (pattern.trim() === '') return () => true;
  const { path, holds } = compile(pattern.trim());
  return (line) => {
    if (!line.startsWith('{')) return false;
    let value: unknown = tryJson(line);
    if (value === undefined) return false;
    for (const name of path) value = isObject(value) ? value[name] : undefined;
    return holds(value);
  };
}
