import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import aws4 from 'aws4';
import * as z from 'zod';
import type { Target } from './operator-command.ts';

/** The operator function cannot be reached, or did not answer; the message says what to do. */
export class TargetProblem extends Error {
  override readonly name = 'TargetProblem';
}

/** A function that can be invoked. */
interface Reached {
  readonly client: LambdaClient;
  readonly name: string;
}

const RuntimeNote = z.object({ awsUrl: z.string(), outputs: z.object({ OperatorFunction: z.string() }) });

const reachRuntime = (note: unknown, where: string): Reached => {
  const runtime = RuntimeNote.safeParse(note);
  if (!runtime.success) throw new TargetProblem(`${where} does not say where the operator function is.`);
  const client = new LambdaClient({
    endpoint: runtime.data.awsUrl,
    region: 'eu-west-1',
    // The local runtime knows its operator by this name; there is no secret on one's own machine.
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    maxAttempts: 1,
  });
  return { client, name: runtime.data.outputs.OperatorFunction };
};

const reachFolder = (dir: string): Reached => {
  const file = join(dir, 'runtime.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new TargetProblem(`No runtime serves the folder ${dir}: start one with npm start, or name a --stack.`);
  }
  return reachRuntime(JSON.parse(text), file);
};

const reachUrl = async (url: string): Promise<Reached> => {
  const address = `${url}/_local/runtime`;
  let response: Response;
  try {
    response = await fetch(address);
  } catch {
    throw new TargetProblem(`Nothing answers at ${url}.`);
  }
  if (!response.ok) throw new TargetProblem(`${url} is not a local runtime (${response.status}).`);
  return reachRuntime(await response.json(), address);
};

const OUTPUT = /<OutputKey>OperatorFunction<\/OutputKey>\s*<OutputValue>([^<]+)<\/OutputValue>/;

/** The name of the operator function as the outputs of the stack give it. */
const functionOfStack = async (client: LambdaClient, stack: string, region: string): Promise<string> => {
  const credentials = await client.config.credentials();
  const address = new URL(
    process.env['AWS_ENDPOINT_URL_CLOUDFORMATION'] ?? `https://cloudformation.${region}.amazonaws.com/`,
  );
  const body = new URLSearchParams({ Action: 'DescribeStacks', Version: '2010-05-15', StackName: stack }).toString();
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const request = { service: 'cloudformation', region, host: address.host, method: 'POST', path: '/', headers, body };
  const signed = Object.entries(aws4.sign(request, credentials).headers ?? {}).map(([name, value]) => [
    name,
    String(value),
  ]);
  const response = await fetch(address, { method: 'POST', headers: Object.fromEntries(signed), body });
  const text = await response.text();
  const [, message] = /<Message>([^<]+)<\/Message>/.exec(text) ?? [];
  if (!response.ok) throw new TargetProblem(`CloudFormation refused: ${message ?? response.status}`);
  const [, name] = OUTPUT.exec(text) ?? [];
  if (name === undefined) throw new TargetProblem(`The stack ${stack} has no output OperatorFunction.`);
  return name;
};

const reach = async (target: Target): Promise<Reached> => {
  switch (target.kind) {
    case 'folder':
      return reachFolder(target.dir);
    case 'url':
      return reachUrl(target.url);
    case 'function':
      return { client: new LambdaClient({ region: target.region }), name: target.name };
    case 'stack': {
      const client = new LambdaClient({ region: target.region });
      return { client, name: await functionOfStack(client, target.stack, target.region) };
    }
  }
};

/** Asks the operator function and gives its answer. @throws TargetProblem when there is none. */
export const askOperator = async (target: Target, request: unknown): Promise<unknown> => {
  const { client, name } = await reach(target);
  try {
    const answer = await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(request) }));
    const text = answer.Payload?.transformToString() ?? '';
    if (answer.FunctionError !== undefined) throw new TargetProblem(`The operator function failed: ${text}`);
    return JSON.parse(text);
  } finally {
    client.destroy();
  }
};
