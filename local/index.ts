import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { ownAnswer } from './api-answer.ts';
import { createApi, type GatewayOptions } from './api-gateway.ts';
import { createArrivals } from './arrivals.ts';
import { type Assembly, readAssembly } from './assembly.ts';
import { listen, loopbackServer, startAwsServer } from './aws-server.ts';
import { type Buckets, openBuckets } from './buckets.ts';
import { createChaos } from './chaos.ts';
import { Closers } from './closers.ts';
import type { Kernel, Stack } from './contract.ts';
import { startDnsFor } from './dns/index.ts';
import { functionEnvironment } from './environment.ts';
import { writeFunctionLogs } from './function-log.ts';
import { type FunctionDefinition, functionsBehindHttp, readFunctions } from './functions.ts';
import { openJournal } from './journal.ts';
import { lambdaEndpoint } from './lambda-endpoint.ts';
import { lockFolder } from './lock.ts';
import { startLogin } from './login/index.ts';
import { startLogs } from './logs.ts';
import { keepMail } from './mail.ts';
import { startMessaging } from './messaging.ts';
import type { MessagingParts } from './messaging-parts.ts';
import { type PaymentServer, startPaymentStandIn } from './payments/index.ts';
import { createCallers } from './policies.ts';
import type { Origin } from './public-request.ts';
import { createLocalRoutes, type LocalRoutes, servePublic } from './public-server.ts';
import { roleSecrets } from './role-secrets.ts';
import { browserEndpoint } from './s3/browser.ts';
import { s3Endpoint } from './s3/endpoint.ts';
import { lifecycleEnds } from './s3/lifecycle.ts';
import { currentSecret } from './secrets.ts';
import { createSite } from './static-site.ts';
import { startTables } from './table-part.ts';
import { loadStack } from './template.ts';
import { createActivity, createClock, createTimers } from './time.ts';
import { isObject, textAt, tryJson } from './values.ts';
import { startWorkers, type WorkerOptions, type Workers } from './workers.ts';

/** How long requests under way may take when the runtime closes, in milliseconds. */
const LAST_REQUESTS_MS = 2000;
/** How long an idle connection is kept for the next request of a client, in milliseconds. */
const KEPT_MS = 75_000;

export interface RuntimeOptions {
  /** The output folder of `cdk synth`. */
  readonly assembly: string;
  /** Where everything durable lies; one runtime at a time may use it. */
  readonly dataDir: string;
  /** The public port; 0 chooses a free one. */
  readonly port: number;
  /** The instant at which the clock of an empty data folder stands. */
  readonly clock?: string;
  /** The seed of disorder: the stream, the bus and the queues deliver everything at least twice, late, out of order. */
  readonly chaos?: number;
  /** Starts the payment stand-in and gives its address to these parameters of the template. */
  readonly payments?: PaymentOptions;
  /** Starts name servers that know only what they are told, and gives their address to these parameters. */
  readonly dns?: { readonly parameters: readonly string[] };
  /** Values for parameters of the template; `{url}` in a value stands for the address of this runtime, `{aws}` for its `awsUrl`. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

/** How the payment stand-in is known to the app, and whom it tells of what happens. */
export interface PaymentOptions {
  readonly parameters: readonly string[];
  /** The output that names the secret with the providers' credentials, and the paths that take their webhooks. */
  readonly webhooks?: { readonly secretOutput: string; readonly stripe: string; readonly paypal: string };
}

export interface Runtime {
  readonly url: string;
  readonly port: number;
  /** Where the AWS SDK finds the services of this runtime; the access key `operator` may invoke functions. */
  readonly awsUrl: string;
  /** Where the payment stand-in shows its accounts; undefined without one. */
  readonly paymentsUrl: string | undefined;
  readonly stack: Stack;
  close(): Promise<void>;
}

/** Takes no new requests, and waits for those under way, but not for long. */
async function finishRequests(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const limit = setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS);
  await closed;
  clearTimeout(limit);
}

/** What answers on the public port: the distribution of the template if there is one, else its API. */
function publicOrigin(
  kernel: Kernel,
  assembly: Assembly,
  buckets: Buckets,
  arrivals: GatewayOptions['arrivals'],
): Origin {
  const { stack, invoker } = kernel;
  const gateway = { stack, account: assembly.account, invoker, arrivals };
  const apis = new Map(stack.ofType('AWS::ApiGatewayV2::Api').map((api) => [api.id, createApi(api, gateway)]));
  const sites = stack
    .ofType('AWS::CloudFront::Distribution')
    .map((site) => createSite(site, { stack, assembly, buckets, apis }));
  const origins = sites.length > 0 ? sites : [...apis.values()];
  const [origin, ...more] = origins;
  if (more.length > 0) {
    throw new Error('The local runtime has one public port: the template may hold one distribution or one API.');
  }
  return origin ?? (async () => ownAnswer(404, 'Not Found'));
}

/** Tells other processes of this machine where the runtime is: the command line, and whoever looks for a log. */
function announce(options: RuntimeOptions, runtime: Runtime, routes: LocalRoutes, closers: Closers): void {
  const { url, awsUrl, stack } = runtime;
  const text = JSON.stringify({ url, awsUrl, stack: stack.name, outputs: stack.outputs, process: process.pid });
  const file = join(options.dataDir, 'runtime.json');
  writeFileSync(file, `${text}\n`);
  closers.add(() => rmSync(file, { force: true }));
  routes.add('GET', '/_local/runtime', async () => ({ status: 200, body: text }));
}

/** The port is taken first, because addresses hold it; who calls before everything runs is asked to come again. */
function stillStarting(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1', connection: 'close' });
  response.end(JSON.stringify({ message: 'Service Unavailable' }));
}

/** The payment providers' stand-in on a port of its own, on the same journal, clock and activity as everything else. */
async function startPayments(
  options: RuntimeOptions,
  parts: Pick<Kernel, 'journal' | 'clock' | 'activity' | 'timers'>,
  closers: Closers,
): Promise<StartedPayments | undefined> {
  if (options.payments === undefined) return undefined;
  const { journal, clock, activity, timers } = parts;
  const standIn = await startPaymentStandIn({ journal, timers, activity, now: () => clock.now() });
  closers.add(() => standIn.close());
  const { url } = standIn;
  return { standIn, url, parameters: Object.fromEntries(options.payments.parameters.map((name) => [name, url])) };
}

interface StartedPayments {
  readonly standIn: PaymentServer;
  readonly url: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Tells the stand-in where the app takes webhooks, and with which secret they are signed. */
function announcePayments(options: RuntimeOptions, payments: StartedPayments, kernel: Kernel, url: string): void {
  const webhooks = options.payments?.webhooks;
  const arn = webhooks === undefined ? undefined : kernel.stack.outputs[webhooks.secretOutput];
  const id = arn === undefined ? undefined : kernel.stack.find(arn);
  const value = id === undefined ? undefined : currentSecret(kernel.journal, id);
  if (webhooks === undefined || value === undefined) {
    payments.standIn.announceTo([]);
    return;
  }
  const parsed = tryJson(value);
  const secret = isObject(parsed) ? parsed : {};
  payments.standIn.announceTo([
    {
      provider: 'stripe',
      url: `${url}${webhooks.stripe}`,
      secret: textAt(secret, 'stripe_webhook_secret') ?? '',
      // What the app asks for itself it need not be told.
      events: ['payment_intent.succeeded', 'payment_intent.payment_failed', 'transfer.reversed', 'account.updated'],
    },
    { provider: 'paypal', url: `${url}${webhooks.paypal}`, id: textAt(secret, 'paypal_webhook_id') ?? '' },
  ]);
}

/** The workers, with what functions print in files of the data folder. */
function startInvoker(
  { dataDir }: RuntimeOptions,
  parts: Pick<WorkerOptions, 'functions' | 'environment' | 'clock' | 'activity' | 'log' | 'aws'>,
  stack: Stack,
  closers: Closers,
): Workers {
  const workers = startWorkers({ ...parts, cacheDir: join(dataDir, 'cache'), twice: functionsBehindHttp(stack) });
  closers.add(() => workers.close());
  const files = writeFunctionLogs(join(dataDir, 'logs'), workers);
  closers.add(() => files.close());
  return workers;
}

/** The parameters of the template that were given, with the addresses of this runtime in them. */
function parametersOf(options: RuntimeOptions, url: string, awsUrl: string): Readonly<Record<string, string>> {
  const given = Object.entries(options.parameters ?? {});
  const filled = given.map(([name, value]) => [name, value.replaceAll('{url}', url).replaceAll('{aws}', awsUrl)]);
  return Object.fromEntries(filled);
}

const objectsOf =
  (stack: Kernel['stack'], buckets: Buckets): MessagingParts['putObject'] =>
  async (bucketArn, key, body) => {
    const id = stack.find(bucketArn);
    if (id === undefined) throw new Error(`${bucketArn} is no bucket of the template.`);
    await buckets.put(id, key, body);
  };

async function start(options: RuntimeOptions, closers: Closers): Promise<Runtime> {
  const log = options.log ?? ((line: string) => process.stdout.write(`${line}\n`));
  mkdirSync(options.dataDir, { recursive: true });
  const lock = lockFolder(options.dataDir);
  closers.add(() => lock.release());
  const assembly = readAssembly(options.assembly);
  const publicServer = createServer({ noDelay: true, keepAliveTimeout: KEPT_MS });
  publicServer.on('request', stillStarting);
  const port = await listen(publicServer, options.port);
  closers.add(() => publicServer.close().closeAllConnections());
  const url = `http://127.0.0.1:${port}`;
  const journal = openJournal(join(options.dataDir, 'runtime.db'));
  closers.add(() => journal.close());
  const clock = createClock(journal, options.clock);
  const activity = createActivity();
  const timers = createTimers(journal, clock, activity, log);
  const payments = await startPayments(options, { journal, clock, activity, timers }, closers);
  const dns = await startDnsFor(options.dns, journal);
  closers.add(() => dns.close());
  const internal = loopbackServer();
  const awsUrl = `http://127.0.0.1:${await listen(internal, 0)}`;
  closers.add(() => internal.close());
  const given = parametersOf(options, url, awsUrl);
  const stack = loadStack(assembly, url, { ...given, ...payments?.parameters, ...dns.parameters });
  const callers = createCallers(stack);

  const aws = startAwsServer(internal, () => callers, log);
  closers.add(() => aws.close());

  const tables = await startTables({
    ...{ stack, region: assembly.region, clock, journal, activity, log },
    file: join(options.dataDir, 'table.db'),
    elsewhere: process.env['DYNAMODB_ENDPOINT'],
  });
  closers.add(() => tables.close());
  if (tables.endpoint !== undefined) aws.register('dynamodb', tables.endpoint);
  const secretOf = roleSecrets();
  const functions = readFunctions(stack, assembly.assetPath);
  const environment = (each: FunctionDefinition) =>
    functionEnvironment(each, assembly.region, awsUrl, secretOf(each.roleId));
  const calls = { url: awsUrl, call: aws.call };
  const invoker = startInvoker(options, { functions, environment, clock, activity, log, aws: calls }, stack, closers);
  const kernel: Kernel = {
    ...{ stack, clock, activity, timers, invoker, journal, log },
    chaos: createChaos(options.chaos),
  };
  const buckets = openBuckets(join(options.dataDir, 'buckets'), () => clock.now(), lifecycleEnds(stack));
  aws.register('lambda', lambdaEndpoint(stack, invoker));
  aws.register('s3', s3Endpoint(stack, buckets));
  const { byAccessKey: callerOf } = callers;
  aws.registerUnsigned(browserEndpoint({ stack, buckets, secretOf, callerOf, now: () => clock.now() }));
  const logs = startLogs({ ...kernel, functions, account: assembly.account });
  closers.add(() => logs.close());

  const routes = createLocalRoutes();
  dns.addRoutes(routes.add);
  const origin = publicOrigin(kernel, assembly, buckets, createArrivals(clock, timers));
  const parts: MessagingParts = {
    ...{ streams: tables.streams, clock, timers, activity, region: assembly.region, account: assembly.account },
    callerOf: callers.callerOf,
    registerEndpoint: aws.register,
    localRoute: routes.add,
    putObject: objectsOf(stack, buckets),
  };
  const { registerEndpoint, localRoute } = parts;
  startLogin({ stack, journal, url, registerEndpoint, localRoute, deliver: (mail) => keepMail(kernel, mail) });
  const messaging = await startMessaging(kernel, parts);
  closers.add(() => messaging.close());
  const runtime: Runtime = { url, port, awsUrl, paymentsUrl: payments?.url, stack, close: () => closers.run() };
  announce(options, runtime, routes, closers);
  publicServer.off('request', stillStarting);
  servePublic(publicServer, routes, origin, activity, log);
  if (payments !== undefined) announcePayments(options, payments, kernel, url);
  closers.add(() => finishRequests(publicServer));
  return runtime;
}

/**
 * Runs everything in a synthesised CDK app on this machine: its routes, functions, tables, streams, bus, queues,
 * schedules and state machines. What was acknowledged survives the end of the process, however it ends.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const closers = new Closers();
  try {
    return await start(options, closers);
  } catch (thrown) {
    await closers.run();
    throw thrown;
  }
}
