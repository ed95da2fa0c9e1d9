import { isObject, type Loose, many } from './values.ts';

/** What an intrinsic may ask for while it is resolved. */
export interface Scope {
  /** Ref (without attribute) and Fn::GetAtt; `where` names the property that asks, for messages. */
  reference(id: string, attribute: string | undefined, where: string): unknown;
  condition(name: string, where: string): boolean;
}

/** What `{"Ref": "AWS::NoValue"}` resolves to: the property or element is left out. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

function asText(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where}: an intrinsic needs text here and found ${JSON.stringify(value)}.`);
}

function asList(value: unknown, length: number, where: string): readonly unknown[] {
  if (Array.isArray(value) && value.length === length) return value;
  throw new Error(`${where}: an intrinsic needs a list of ${length} here and found ${JSON.stringify(value)}.`);
}

function resolvedList(value: unknown, scope: Scope, where: string): readonly unknown[] {
  const list = resolveValue(value, scope, where);
  if (Array.isArray(list)) return list;
  throw new Error(`${where}: an intrinsic needs a list here and found ${JSON.stringify(list)}.`);
}

function getAtt(argument: unknown, scope: Scope, where: string): unknown {
  const [id, ...rest] = typeof argument === 'string' ? argument.split('.') : many(argument);
  const attribute = rest.map((part) => asText(resolveValue(part, scope, where), where)).join('.');
  return scope.reference(asText(id, where), attribute, where);
}

function join(argument: unknown, scope: Scope, where: string): string {
  const [delimiter, parts] = asList(argument, 2, where);
  return resolvedList(parts, scope, where)
    .map((part) => asText(part, where))
    .join(asText(delimiter, where));
}

function select(argument: unknown, scope: Scope, where: string): unknown {
  const [index, parts] = asList(argument, 2, where);
  const list = resolvedList(parts, scope, where);
  const chosen = list[Number(asText(resolveValue(index, scope, where), where))];
  if (chosen === undefined)
    throw new Error(`${where}: Fn::Select asks for element ${asText(index, where)} of ${list.length}.`);
  return chosen;
}

function split(argument: unknown, scope: Scope, where: string): readonly string[] {
  const [delimiter, source] = asList(argument, 2, where);
  return asText(resolveValue(source, scope, where), where).split(asText(delimiter, where));
}

function sub(argument: unknown, scope: Scope, where: string): string {
  const [template, variables] = Array.isArray(argument) ? asList(argument, 2, where) : [argument, {}];
  const given: Loose = isObject(variables) ? variables : {};
  return asText(template, where).replace(/\$\{([^}]*)\}/g, (_, raw: string) => {
    const name = raw.trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name in given) return asText(resolveValue(given[name], scope, where), where);
    const dot = name.indexOf('.');
    const value =
      dot < 0
        ? scope.reference(name, undefined, where)
        : scope.reference(name.slice(0, dot), name.slice(dot + 1), where);
    return asText(value, where);
  });
}

function choose(argument: unknown, scope: Scope, where: string): unknown {
  const [name, yes, no] = asList(argument, 3, where);
  return resolveValue(scope.condition(asText(name, where), where) ? yes : no, scope, where);
}

function isTrue(value: unknown, scope: Scope, where: string): boolean {
  const resolved = resolveValue(value, scope, where);
  if (typeof resolved === 'boolean') return resolved;
  throw new Error(`${where}: a condition is neither true nor false but ${JSON.stringify(resolved)}.`);
}

function equals(argument: unknown, scope: Scope, where: string): boolean {
  const [left, right] = asList(argument, 2, where).map((side) => asText(resolveValue(side, scope, where), where));
  return left === right;
}

type Intrinsic = (argument: unknown, scope: Scope, where: string) => unknown;

const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', (argument, scope, where) => scope.reference(asText(argument, where), undefined, where)],
  ['Fn::GetAtt', getAtt],
  ['Fn::Join', join],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Sub', sub],
  ['Fn::If', choose],
  ['Fn::Equals', equals],
  ['Fn::And', (argument, scope, where) => many(argument).every((side) => isTrue(side, scope, where))],
  ['Fn::Or', (argument, scope, where) => many(argument).some((side) => isTrue(side, scope, where))],
  ['Fn::Not', (argument, scope, where) => !isTrue(many(argument)[0], scope, where)],
  [
    'Fn::Base64',
    (argument, scope, where) => Buffer.from(asText(resolveValue(argument, scope, where), where)).toString('base64'),
  ],
  ['Condition', (argument, scope, where) => scope.condition(asText(argument, where), where)],
]);

/** `Condition` is an intrinsic only where it stands alone with a name; in IAM policies it is an ordinary property. */
function intrinsicOf(key: string, argument: unknown): Intrinsic | undefined {
  if (key === 'Condition' && typeof argument !== 'string') return undefined;
  return INTRINSICS.get(key);
}

/** Resolves every intrinsic in a value; an unknown one stops with a message that names it and where it stands. */
export function resolveValue(value: unknown, scope: Scope, where: string): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items
      .map((item, index) => resolveValue(item, scope, `${where}[${index}]`))
      .filter((item) => item !== NO_VALUE);
  }
  if (typeof value === 'string' && value.includes('{{resolve:')) {
    throw new Error(`${where}: the local runtime does not support dynamic references (${value}).`);
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only !== undefined && entries.length === 1) {
    const [key, argument] = only;
    const intrinsic = intrinsicOf(key, argument);
    if (intrinsic !== undefined) return intrinsic(argument, scope, where);
    if (key.startsWith('Fn::')) throw new Error(`${where}: the local runtime does not support the intrinsic ${key}.`);
  }
  const resolved: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const inner = resolveValue(item, scope, `${where}.${key}`);
    if (inner !== NO_VALUE) resolved[key] = inner;
  }
  return resolved;
}
