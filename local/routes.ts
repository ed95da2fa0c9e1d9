/** A route key of an HTTP API, taken apart: `GET /orders/{id}`, `ANY /v2/{proxy+}`, `$default`. */
export interface Route<T> {
  readonly key: string;
  readonly target: T;
  /** `ANY` for every method. */
  readonly method: string;
  readonly segments: readonly Segment[];
}

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

export interface Match<T> {
  readonly route: Route<T>;
  readonly parameters: Readonly<Record<string, string>>;
}

function toSegment(text: string, key: string): Segment {
  const greedy = /^\{(.+)\+\}$/.exec(text)?.[1];
  if (greedy !== undefined) return { kind: 'greedy', name: greedy };
  const name = /^\{(.+)\}$/.exec(text)?.[1];
  if (name !== undefined) return { kind: 'variable', name };
  if (/[{}]/.test(text)) throw new Error(`API Gateway does not know the path of the route ${key}.`);
  return { kind: 'literal', text };
}

const split = (path: string): string[] => path.split('/').slice(1);

/** Takes a route key apart; throws for one that API Gateway would refuse. */
export function parseRoute<T>(key: string, target: T): Route<T> {
  if (key === '$default') return { key, target, method: 'ANY', segments: [] };
  const [method, path, ...rest] = key.split(' ');
  if (method === undefined || path === undefined || rest.length > 0 || !path.startsWith('/')) {
    throw new Error(`API Gateway does not know the route ${key}.`);
  }
  const segments = path === '/' ? [] : split(path).map((text) => toSegment(text, key));
  if (segments.slice(0, -1).some(({ kind }) => kind === 'greedy')) {
    throw new Error(`Only the last part of the route ${key} may be greedy.`);
  }
  return { key, target, method, segments };
}

const RANK = { literal: 0, variable: 1, greedy: 2 } as const;

/** More specific routes first: literal before variable before greedy, from the left; then a method before ANY. */
function compare<T>(a: Route<T>, b: Route<T>): number {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index += 1) {
    const [left, right] = [a.segments[index], b.segments[index]];
    const difference = (left === undefined ? 0 : RANK[left.kind]) - (right === undefined ? 0 : RANK[right.kind]);
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function matchSegments(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    switch (segment.kind) {
      case 'literal':
        if (part !== segment.text) return undefined;
        break;
      case 'variable':
        if (part === '') return undefined;
        parameters[segment.name] = part;
        break;
      case 'greedy':
        parameters[segment.name] = parts.slice(index).join('/');
        return parameters[segment.name] === '' ? undefined : parameters;
      default:
        segment satisfies never;
    }
  }
  return parts.length === segments.length ? parameters : undefined;
}

/** Builds the router of an API; it takes decoded paths. A path that fits no route goes to `$default`, if there is one. */
export function createRouter<T>(routes: readonly Route<T>[]): (method: string, path: string) => Match<T> | undefined {
  const fallback = routes.find(({ key }) => key === '$default');
  const sorted = routes.filter(({ key }) => key !== '$default').sort(compare);
  return (method, path) => {
    const all = path === '/' ? [] : split(path);
    // One slash at the end makes no other path.
    const parts = all.length > 1 && all.at(-1) === '' ? all.slice(0, -1) : all;
    for (const route of sorted) {
      if (route.method !== 'ANY' && route.method !== method) continue;
      const parameters = matchSegments(route.segments, parts);
      if (parameters !== undefined) return { route, parameters };
    }
    return fallback === undefined ? undefined : { route: fallback, parameters: {} };
  };
}
