import type { Assembly } from './assembly.ts';
import type { Buckets } from './buckets.ts';
import type { Resource, Stack } from './contract.ts';
import { type EdgeFunction, edgeFunction } from './edge-function.ts';
import type { Origin, PublicAnswer, PublicRequest } from './public-request.ts';
import { type HeadersPolicy, headersPolicy } from './response-headers.ts';
import { bucketOrigin } from './site-files.ts';
import { type Loose, listAt, numberAt, objectAt, objectsAt, textAt } from './values.ts';

interface Behavior {
  readonly fits: (path: string) => boolean;
  readonly methods: readonly string[];
  readonly origin: Origin;
  readonly edge: EdgeFunction | undefined;
  readonly policy: HeadersPolicy;
}

export interface SiteOptions {
  readonly stack: Stack;
  readonly assembly: Assembly;
  readonly buckets: Buckets;
  /** The APIs of the template by logical id. */
  readonly apis: ReadonlyMap<string, Origin>;
}

/** CloudFront's path patterns: `*` for any text, `?` for one character; the first slash may be left out. */
function pathPattern(pattern: string): (path: string) => boolean {
  const source = `/${pattern.replace(/^\//, '')}`
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`);
  return (path) => expression.test(path);
}

/** The bucket or API that an origin's domain name belongs to. */
function findOrigin({ stack, assembly, buckets, apis }: SiteOptions, origin: Loose, where: string): Origin {
  const domain = textAt(origin, 'DomainName') ?? '';
  for (const bucket of stack.ofType('AWS::S3::Bucket')) {
    const names = ['RegionalDomainName', 'DomainName'].map((attribute) => stack.reference(bucket.id, attribute));
    if (names.includes(domain)) return bucketOrigin(stack, assembly, buckets, bucket.id);
  }
  for (const [id, api] of apis) {
    const own = stack.reference(id, 'ApiEndpoint').replace(/^https?:\/\//, '');
    if (domain === own || domain.startsWith(`${stack.reference(id)}.execute-api.`)) return api;
  }
  throw new Error(`${where}: the origin ${domain} is no bucket and no API of the template.`);
}

/** Path and headers as the origin's settings change them. */
function withOriginSettings(target: Origin, origin: Loose): Origin {
  const prefix = textAt(origin, 'OriginPath') ?? '';
  const custom = objectsAt(origin, 'OriginCustomHeaders').map((header): [string, string] => [
    (textAt(header, 'HeaderName') ?? '').toLowerCase(),
    textAt(header, 'HeaderValue') ?? '',
  ]);
  if (prefix === '' && custom.length === 0) return target;
  const added = Object.fromEntries(custom);
  return (request) => target({ ...request, path: prefix + request.path, headers: { ...request.headers, ...added } });
}

function readEdge(stack: Stack, behavior: Loose, where: string): EdgeFunction | undefined {
  if (listAt(behavior, 'LambdaFunctionAssociations').length > 0) {
    throw new Error(`${where}: the local runtime does not support Lambda@Edge.`);
  }
  const associations = objectsAt(behavior, 'FunctionAssociations');
  const strange = associations.find((each) => each['EventType'] !== 'viewer-request');
  if (strange !== undefined) {
    throw new Error(`${where}: the local runtime does not support functions on ${String(strange['EventType'])}.`);
  }
  const arn = associations.map((each) => textAt(each, 'FunctionARN')).at(0);
  return arn === undefined ? undefined : edgeFunction(stack, arn);
}

function readBehavior(stack: Stack, origins: ReadonlyMap<string, Origin>, behavior: Loose, where: string): Behavior {
  const target = textAt(behavior, 'TargetOriginId') ?? '';
  const origin = origins.get(target);
  if (origin === undefined) throw new Error(`${where}: the behavior leads to the unknown origin ${target}.`);
  const methods = listAt(behavior, 'AllowedMethods').map(String);
  return {
    fits: pathPattern(textAt(behavior, 'PathPattern') ?? '*'),
    methods: methods.length === 0 ? ['GET', 'HEAD'] : methods,
    origin,
    edge: readEdge(stack, behavior, where),
    policy: headersPolicy(stack, textAt(behavior, 'ResponseHeadersPolicyId')),
  };
}

async function serve(behavior: Behavior, request: PublicRequest): Promise<PublicAnswer> {
  if (!behavior.methods.includes(request.method)) {
    return { status: 403, headers: { 'content-type': 'text/plain' }, body: 'This request method is not allowed here.' };
  }
  const passed = behavior.edge?.(request) ?? request;
  return 'status' in passed ? passed : behavior.origin(passed);
}

/** A distribution of the template as an origin of the public port. */
export function createSite({ id, properties }: Resource, options: SiteOptions): Origin {
  const { stack } = options;
  const config = objectAt(properties, 'DistributionConfig');
  const origins = new Map<string, Origin>();
  for (const origin of objectsAt(config, 'Origins')) {
    origins.set(textAt(origin, 'Id') ?? '', withOriginSettings(findOrigin(options, origin, id), origin));
  }
  const behaviors = objectsAt(config, 'CacheBehaviors').map((each) => readBehavior(stack, origins, each, id));
  const standard = readBehavior(stack, origins, objectAt(config, 'DefaultCacheBehavior'), id);
  const root = textAt(config, 'DefaultRootObject') ?? '';
  const errors = objectsAt(config, 'CustomErrorResponses');

  const answerAt = (request: PublicRequest): Promise<PublicAnswer> => {
    const behavior = behaviors.find(({ fits }) => fits(request.path)) ?? standard;
    return serve(behavior, request).then(behavior.policy);
  };
  return async (request) => {
    const start = request.path === '/' && root !== '' ? { ...request, path: `/${root}` } : request;
    const answer = await answerAt(start);
    const rule = errors.find((each) => numberAt(each, 'ErrorCode') === answer.status);
    const page = rule === undefined ? undefined : textAt(rule, 'ResponsePagePath');
    if (rule === undefined || page === undefined) return answer;
    const instead = await answerAt({ ...request, method: 'GET', path: page, query: '' });
    return { ...instead, status: numberAt(rule, 'ResponseCode') ?? answer.status };
  };
}
