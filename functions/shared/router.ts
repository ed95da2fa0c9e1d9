import type { Method, Path } from './contract.ts';
import { segmentsOf } from './request.ts';

/** Something that is found by method and path. */
interface Routed {
  readonly method: Method;
  readonly path: Path;
}

export interface Match<R> {
  readonly route: R;
  /** The parts of the path that stand where the pattern has `{name}`. */
  readonly params: Readonly<Record<string, string>>;
}

interface Pattern<R> {
  readonly route: R;
  readonly before: readonly string[];
  /** The name of the part that varies; the path is fixed without one. */
  readonly name: string | undefined;
  /** What follows: fixed segments, and other parts that vary, which take one segment each. */
  readonly after: readonly string[];
}

const NAMED = /^\{(\w+)\}$/;

const patternOf = <R extends { readonly operation: Routed }>(route: R): Pattern<R> => {
  const segments = segmentsOf(route.operation.path);
  const at = segments.findIndex((segment) => NAMED.test(segment));
  if (at < 0) return { route, before: segments, name: undefined, after: [] };
  const [before, after] = [segments.slice(0, at), segments.slice(at + 1)];
  return { route, before, name: nameOf(segments[at]), after };
};

const nameOf = (segment = ''): string | undefined => NAMED.exec(segment)?.[1];

const same = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((segment, index) => segment === right[index]);

/** What the parts that vary are in these segments; undefined when a fixed one differs. */
const capture = (pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined => {
  const found: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const [name, segment = ''] = [nameOf(wanted), segments[index]];
    if (name === undefined ? segment !== wanted : segment === '') return undefined;
    if (name !== undefined) found[name] = segment;
  }
  return found;
};

/**
 * The first part that varies may hold slashes: API Gateway decodes paths before it hands them on, so that the external
 * key `2026/001` arrives as two segments.
 */
const paramsOf = <R>(pattern: Pattern<R>, segments: readonly string[]): Record<string, string> | undefined => {
  const { before, name, after } = pattern;
  if (name === undefined) return same(before, segments) ? {} : undefined;
  const end = segments.length - after.length;
  if (end <= before.length || !same(before, segments.slice(0, before.length))) return undefined;
  const others = capture(after, segments.slice(end));
  const value = segments.slice(before.length, end).join('/');
  return others === undefined || value === '' ? undefined : { [name]: value, ...others };
};

/** Fixed parts go before varying ones, so that `/statistics/links` is never the statistic "links". */
const fixedParts = <R>({ before, after }: Pattern<R>): number =>
  before.length + after.filter((segment) => nameOf(segment) === undefined).length;

/** Finds routes by method and the segments of the path. */
export const router = <R extends { readonly operation: Routed }>(routes: readonly R[]) => {
  const patterns = routes.map(patternOf).toSorted((left, right) => fixedParts(right) - fixedParts(left));
  return (method: string, segments: readonly string[]): Match<R> | undefined => {
    for (const pattern of patterns) {
      if (pattern.route.operation.method !== method) continue;
      const params = paramsOf(pattern, segments);
      if (params !== undefined) return { route: pattern.route, params };
    }
    return undefined;
  };
};
