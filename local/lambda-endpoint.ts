import type { AwsEndpoint, AwsResponse, Invoker, Stack } from './contract.ts';
import { tryJson } from './values.ts';

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const JSON_TYPE = { 'content-type': 'application/json' } as const;

function failure(status: number, type: string, message: string): AwsResponse {
  return {
    status,
    headers: { ...JSON_TYPE, 'x-amzn-errortype': type },
    body: JSON.stringify({ Type: 'User', Message: message, message }),
  };
}

/** The function that a path names: by its name, its ARN, or its logical id. */
function findFunction(stack: Stack, named: string): string | undefined {
  const name = decodeURIComponent(named).replace(/:\$LATEST$/, '');
  const id = stack.find(name);
  return id !== undefined && stack.resources.get(id)?.type === 'AWS::Lambda::Function' ? id : undefined;
}

/** The Invoke operation of Lambda's REST API: request and response, and dry runs. */
export function lambdaEndpoint(stack: Stack, invoker: Invoker): AwsEndpoint {
  return async ({ method, path, headers, body, caller }) => {
    const [, named] = PATH.exec(path) ?? [];
    if (method !== 'POST' || named === undefined) {
      return failure(404, 'UnknownOperationException', `The local runtime does not serve ${method} ${path} of Lambda.`);
    }
    const id = findFunction(stack, named);
    if (id === undefined) {
      return failure(404, 'ResourceNotFoundException', `Function not found: ${decodeURIComponent(named)}`);
    }
    const arn = stack.reference(id, 'Arn');
    if (!caller.allows('lambda:InvokeFunction', arn)) {
      const message = `User: ${caller.roleId} is not authorized to perform: lambda:InvokeFunction on resource: ${arn}`;
      return failure(403, 'AccessDeniedException', message);
    }
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'DryRun') return { status: 204, body: '' };
    if (type !== 'RequestResponse') {
      const message = `The local runtime does not support the invocation type ${type}.`;
      return failure(400, 'InvalidParameterValueException', message);
    }
    const event = body.length === 0 ? {} : tryJson(body.toString());
    if (event === undefined) {
      return failure(400, 'InvalidRequestContentException', 'Could not parse request body into json.');
    }
    const { ok, payload, error } = await invoker.invoke(id, event);
    const version = { ...JSON_TYPE, 'x-amz-executed-version': '$LATEST' };
    if (ok) return { status: 200, headers: version, body: JSON.stringify(payload) };
    return {
      status: 200,
      headers: { ...version, 'x-amz-function-error': 'Unhandled' },
      body: JSON.stringify(error),
    };
  };
}
