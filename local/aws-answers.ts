import type { AwsEndpoint, AwsRequest, AwsResponse, Caller } from './contract.ts';
import type { Json, JsonObject } from './values.ts';
import { isJsonObject, tryJson } from './values.ts';

/** An error that an AWS service answers with, by its public name. */
export class AwsFailure extends Error {
  override readonly name = 'AwsFailure';
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** A JSON answer as the services write it. */
export function answerJson(body: Json, contentType = 'application/x-amz-json-1.1'): AwsResponse {
  return { status: 200, headers: { 'content-type': contentType }, body: JSON.stringify(body) };
}

/** Throws AccessDeniedException unless one of the resources is allowed to the caller. */
export function authorise(
  caller: Caller,
  action: string,
  resources: readonly string[],
  keys: Readonly<Record<string, readonly string[]>> = {},
): void {
  if (resources.some((resource) => caller.allows(action, resource, keys))) return;
  const message = `User: ${caller.roleId} is not authorized to perform: ${action} on resource: ${resources[0] ?? '*'}`;
  throw new AwsFailure('AccessDeniedException', message);
}

/** The JSON object of a request's body. */
export function inputOf(request: AwsRequest): JsonObject {
  const text = request.body.toString('utf8');
  const parsed = text === '' ? {} : tryJson(text);
  if (!isJsonObject(parsed)) throw new AwsFailure('SerializationException', 'the body is no JSON object');
  return parsed;
}

/** A required text member of a request. */
export function required(input: JsonObject, member: string): string {
  const value = input[member];
  if (typeof value === 'string' && value !== '') return value;
  throw new AwsFailure('ValidationException', `1 validation error detected: '${member}' must not be empty`);
}

/** An optional text member of a request. */
export function optional(input: JsonObject, member: string): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new AwsFailure('ValidationException', `1 validation error detected: '${member}' must be a string`);
}

type Operation = (input: JsonObject, caller: Caller) => Json | Promise<Json>;

/** An endpoint of the JSON protocols: one operation per X-Amz-Target, failures as the SDK expects them. */
export function targetEndpoint(
  prefix: string,
  operations: Readonly<Record<string, Operation>>,
  contentType = 'application/x-amz-json-1.1',
): AwsEndpoint {
  return async (request) => {
    try {
      const [service, name = ''] = (request.target ?? '').split('.');
      const operation = service === prefix && Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) {
        const message = `the local runtime does not support ${request.target ?? 'a call without X-Amz-Target'}`;
        throw new AwsFailure('UnknownOperationException', message);
      }
      return answerJson(await operation(inputOf(request), request.caller), contentType);
    } catch (thrown) {
      if (thrown instanceof AwsFailure) return failureAnswer(thrown, contentType);
      throw thrown;
    }
  };
}

/** A failure on the wire. */
export function failureAnswer(failure: AwsFailure, contentType: string): AwsResponse {
  return {
    status: failure.status,
    headers: { 'content-type': contentType, 'x-amzn-errortype': failure.code },
    body: JSON.stringify({ __type: failure.code, message: failure.message }),
  };
}
