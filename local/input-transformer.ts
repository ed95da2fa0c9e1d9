import type { Clock } from './contract.ts';
import { compilePath, PathFailure } from './states/json-path.ts';
import type { Json, JsonObject, Loose } from './values.ts';
import { objectAt, textAt, tryJson } from './values.ts';

const HOLE = /<([A-Za-z0-9_.-]+)>/g;

/** Fills an InputTemplate: `<name>` inside quotes becomes text, elsewhere JSON. The result is JSON where it parses. */
export function transformer(
  given: Loose,
  rule: { readonly arn: string; readonly name: string },
  clock: Clock,
  why: string,
): (event: JsonObject) => Json {
  const template = textAt(given, 'InputTemplate') ?? '';
  const paths = new Map(
    Object.entries(objectAt(given, 'InputPathsMap')).map(([name, path]) => {
      if (typeof path !== 'string') throw new Error(`${why}: InputPathsMap.${name} is no path`);
      return [name, compilePath(path)];
    }),
  );
  for (const [, name = ''] of template.matchAll(HOLE)) {
    if (!paths.has(name) && !name.startsWith('aws.events.')) {
      throw new Error(`${why}: InputTemplate uses <${name}>, which InputPathsMap does not define`);
    }
  }
  const fill = (name: string, event: JsonObject): Json => {
    const path = paths.get(name);
    if (path !== undefined) {
      try {
        return path(event);
      } catch (thrown) {
        if (thrown instanceof PathFailure) return null;
        throw thrown;
      }
    }
    switch (name) {
      case 'aws.events.event':
      case 'aws.events.event.json':
        return event;
      case 'aws.events.event.ingestion-time':
        return new Date(clock.now()).toISOString();
      case 'aws.events.rule-arn':
        return rule.arn;
      case 'aws.events.rule-name':
        return rule.name;
      default:
        throw new Error(`${why}: the local runtime does not support <${name}>`);
    }
  };
  return (event) => {
    const filled = template.replace(HOLE, (_hole, name: string, at: number) => {
      const value = fill(name, event);
      const quoted = insideQuotes(template, at);
      if (!quoted) return JSON.stringify(value);
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return JSON.stringify(text).slice(1, -1);
    });
    return tryJson(filled) ?? filled;
  };
}

function insideQuotes(template: string, at: number): boolean {
  let inside = false;
  for (let index = 0; index < at; index += 1) {
    if (template.charAt(index) === '\\') index += 1;
    else if (template.charAt(index) === '"') inside = !inside;
  }
  return inside;
}
