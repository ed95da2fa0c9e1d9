import { InvalidPattern } from './invalid.ts';

/** Splits at each star that no backslash escapes; `\*` and `\\` are the only escapes. */
function literalParts(pattern: string, where: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (character === '\\') {
      const escaped = pattern.charAt(index + 1);
      if (escaped !== '*' && escaped !== '\\') throw new InvalidPattern(`${where}: wildcard has an invalid escape`);
      part += escaped;
      index += 1;
    } else if (character === '*') {
      if (pattern.charAt(index + 1) === '*') throw new InvalidPattern(`${where}: wildcard has two stars in a row`);
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  return [...parts, part];
}

/** A test for text in which `*` stands for any text. Linear: no regular expression, so no pattern can be slow. */
export function compileWildcard(pattern: string, where: string): (value: string) => boolean {
  const parts = literalParts(pattern, where);
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
    const end = value.length - last.length;
    let from = first.length;
    for (const part of rest) {
      const found = value.indexOf(part, from);
      if (found < 0 || found + part.length > end) return false;
      from = found + part.length;
    }
    return true;
  };
}
