import type { Stack } from '../contract.ts';
import { type Loose, listAt, numberAt, objectAt, objectsAt } from '../values.ts';

type Headers = Record<string, string>;

const texts = (rule: Loose, name: string): string[] => listAt(rule, name).map(String);

/** S3 takes one `*` in an origin or a header. */
function fits(pattern: string, value: string): boolean {
  const [before = '', after] = pattern.toLowerCase().split('*', 2);
  const text = value.toLowerCase();
  return after === undefined ? text === before : text.startsWith(before) && text.endsWith(after);
}

function ruleFor(stack: Stack, bucketId: string, origin: string, method: string, asked: readonly string[]) {
  const properties = stack.resources.get(bucketId)?.properties ?? {};
  return objectsAt(objectAt(properties, 'CorsConfiguration'), 'CorsRules').find(
    (rule) =>
      texts(rule, 'AllowedOrigins').some((each) => fits(each, origin)) &&
      texts(rule, 'AllowedMethods').includes(method) &&
      asked.every((header) => texts(rule, 'AllowedHeaders').some((each) => fits(each, header))),
  );
}

/** The headers that the rules of a bucket give to an answer for a page from elsewhere; none when no rule fits. */
export function corsHeaders(
  stack: Stack,
  bucketId: string,
  request: { readonly origin: string; readonly method: string; readonly asked: readonly string[] },
): Headers | undefined {
  const rule = ruleFor(stack, bucketId, request.origin, request.method, request.asked);
  if (rule === undefined) return undefined;
  const anyOrigin = texts(rule, 'AllowedOrigins').includes('*');
  const exposed = texts(rule, 'ExposedHeaders').join(', ');
  const maxAge = numberAt(rule, 'MaxAge');
  return {
    'access-control-allow-origin': anyOrigin ? '*' : request.origin,
    'access-control-allow-methods': texts(rule, 'AllowedMethods').join(', '),
    ...(request.asked.length === 0 ? {} : { 'access-control-allow-headers': request.asked.join(', ') }),
    ...(exposed === '' ? {} : { 'access-control-expose-headers': exposed }),
    ...(maxAge === undefined ? {} : { 'access-control-max-age': String(maxAge) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
