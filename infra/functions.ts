import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type FunctionName, TABLE_ACCESS, type TableAccess } from './families.ts';
import { FILE_ACCESS, type FileAccess } from './file-access.ts';
import type { Files } from './files.ts';
import type { Login } from './login.ts';
import { DeadLetterQueue } from './queue.ts';
import type { Secrets } from './secrets.ts';
import type { Stage } from './stage.ts';
import type { SingleTable } from './table.ts';
import { TsFunction } from './ts-function.ts';

interface Definition {
  readonly description: string;
  readonly memorySize: number;
  readonly seconds: number;
  /** Secrets it reads and settings it knows; other constructs add what belongs to them. */
  readonly needs: readonly Need[];
}

/** `login` is for every function with operations that need a key or a login, `accounts` for those that make logins. */
type Need =
  | 'login'
  | 'accounts'
  | 'mailed links'
  | 'self sign-up'
  | 'click secret'
  | 'payments secret'
  | 'public url'
  | 'cdn host'
  | 'name servers'
  | 'provider urls'
  | 'system urls';

const DEFINITIONS = {
  tracking: {
    description: 'Redirects a visitor and writes the click as one log line',
    memorySize: 256,
    seconds: 10,
    needs: ['click secret', 'public url', 'cdn host'],
  },
  impressions: {
    description: 'Answers the pixel of a banner and writes the impression as one log line',
    memorySize: 256,
    seconds: 10,
    needs: [],
  },
  'record-clicks': {
    description: 'Records clicks and impressions from the log lines of those who see them',
    memorySize: 256,
    seconds: 60,
    needs: [],
  },
  programs: {
    description: 'Programs, groups, tags, segments, tiers, triggers, link domains, API keys',
    memorySize: 512,
    seconds: 29,
    needs: ['login', 'public url', 'cdn host', 'name servers'],
  },
  partnerships: {
    description: 'Partnerships, links, statements of partners',
    memorySize: 512,
    seconds: 29,
    needs: ['login', 'accounts', 'mailed links', 'public url'],
  },
  forms: {
    description: 'Form templates, public forms, applications',
    memorySize: 512,
    seconds: 29,
    needs: ['login', 'click secret', 'mailed links', 'public url'],
  },
  'form-pages': {
    description: 'Pages of the public forms, for visitors without a script',
    memorySize: 512,
    seconds: 29,
    needs: ['click secret', 'mailed links', 'public url'],
  },
  content: {
    description: 'What a program shows its partners: promo material, look and pages of the portal',
    memorySize: 512,
    seconds: 29,
    needs: ['login', 'public url'],
  },
  sales: {
    description: 'Customers, transactions, refunds, actions',
    memorySize: 512,
    seconds: 29,
    needs: ['login', 'click secret'],
  },
  leads: {
    description: 'Leads and deals, from the submission to the customer',
    memorySize: 512,
    seconds: 29,
    needs: ['login', 'click secret'],
  },
  rewards: { description: 'Rewards and why they came to be', memorySize: 512, seconds: 29, needs: ['login'] },
  invoices: {
    description: 'Invoices and their review, payouts, ledger, statistics',
    memorySize: 512,
    seconds: 29,
    needs: ['login', 'public url'],
  },
  merchants: {
    description: 'The merchant: who is billed, its programs, how far they are set up',
    memorySize: 256,
    seconds: 29,
    needs: ['login'],
  },
  audit: { description: 'The audit log: who changed what', memorySize: 256, seconds: 29, needs: ['login'] },
  jobs: {
    description: 'Exports, imports, dry runs: what is asked for, and what came of it',
    memorySize: 256,
    seconds: 29,
    needs: ['login'],
  },
  'run-jobs': {
    description: 'Does in the background what takes longer than a request may',
    memorySize: 512,
    seconds: 60,
    needs: ['system urls', 'public url', 'accounts'],
  },
  payments: {
    description: 'Charges, payouts, payment methods, webhooks of the providers',
    memorySize: 512,
    seconds: 120, // Also a step of the billing month, where a page of payouts waits for the provider.
    needs: ['login', 'payments secret', 'provider urls'],
  },
  close: { description: 'The steps of a billing month before money moves', memorySize: 512, seconds: 120, needs: [] },
  accounts: {
    description: 'Logins, the team, invitations, new passwords and addresses',
    memorySize: 512,
    seconds: 29,
    needs: ['login', 'accounts', 'mailed links', 'self sign-up'],
  },
  reference: {
    description: 'The OpenAPI document and the page that explains it',
    memorySize: 256,
    seconds: 10,
    needs: ['public url'],
  },
  relay: { description: 'Announces stored facts on the event bus', memorySize: 256, seconds: 30, needs: [] },
  'evaluate-triggers': { description: 'Turns a fact into rewards', memorySize: 512, seconds: 30, needs: [] },
  'project-statistics': { description: 'Counts facts for charts', memorySize: 256, seconds: 30, needs: [] },
  'send-emails': {
    description: 'Writes to merchants and partners',
    memorySize: 256,
    seconds: 30,
    needs: ['mailed links', 'public url'],
  },
  operator: {
    description: 'Commands of the operator (npm run fairshare)',
    memorySize: 256,
    seconds: 60,
    needs: ['accounts', 'public url'],
  },
} as const satisfies Record<FunctionName, Definition>;

interface FunctionsProps {
  readonly stage: Stage;
  readonly table: SingleTable;
  readonly files: Files;
  readonly secrets: Secrets;
  readonly publicUrl: string;
  /** `on` or `off`: whether merchants may sign up by themselves. */
  readonly selfSignUp: string;
  readonly login: Login;
  /** CloudFront's own name for the distribution. */
  readonly cdnHost: string;
  /** Where DNS is asked; empty for the system's servers. */
  readonly nameServers: string;
  readonly stripeUrl: string;
  readonly paypalUrl: string;
  /** Where programs are imported from. */
  readonly systemUrls: SystemUrls;
}

/** Base addresses of other systems, by the names of the settings. */
export interface SystemUrls {
  readonly PARTNERSTACK_URL: string;
  readonly REWARDFUL_URL: string;
  readonly FIRSTPROMOTER_URL: string;
}

/** Every function of the product, each with a role of its own and the access to the table that families.ts lists. */
export class Functions extends Construct {
  /** Clicks that could not be recorded after three tries. */
  readonly lostClicks: DeadLetterQueue;
  private readonly byName: ReadonlyMap<FunctionName, TsFunction>;

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    this.lostClicks = new DeadLetterQueue(this, 'LostClicks');
    this.byName = new Map(functionNames().map((name) => [name, this.make(name, props)]));
  }

  /** The function of a folder of functions/. */
  get(name: FunctionName): TsFunction {
    const fn = this.byName.get(name);
    if (fn === undefined) throw new Error(`There is no function "${name}".`);
    return fn;
  }

  all(): ReadonlyMap<FunctionName, TsFunction> {
    return this.byName;
  }

  private make(name: FunctionName, props: FunctionsProps): TsFunction {
    const definition: Definition = DEFINITIONS[name];
    const fn = new TsFunction(this, pascal(name), {
      entry: `functions/${name}/handler.ts`,
      description: definition.description,
      memorySize: definition.memorySize,
      timeout: Duration.seconds(definition.seconds),
      logRetention: props.stage.logRetention,
      environment: {},
      // The log subscription is the only asynchronous caller; all others learn of an error themselves.
      ...(name === 'record-clicks' ? { deadLetterQueue: this.lostClicks } : {}),
    });
    const access: TableAccess | undefined = TABLE_ACCESS[name];
    if (access !== undefined) props.table.allow(fn, access);
    const files: FileAccess | undefined = FILE_ACCESS[name];
    if (files !== undefined) props.files.allow(fn, files);
    for (const need of definition.needs) provide(fn, need, props);
    return fn;
  }
}

function provide(fn: TsFunction, need: Need, props: FunctionsProps): void {
  switch (need) {
    case 'login':
      props.login.allowTokens(fn);
      return;
    case 'accounts':
      props.login.allowAccounts(fn);
      return;
    case 'self sign-up':
      fn.addEnvironment('SELF_SIGN_UP', props.selfSignUp);
      return;
    case 'mailed links':
      props.secrets.allowMailedLinks(fn);
      return;
    case 'click secret':
      props.secrets.allowClick(fn);
      return;
    case 'payments secret':
      props.secrets.allowPayments(fn);
      return;
    case 'public url':
      fn.addEnvironment('PUBLIC_URL', props.publicUrl);
      return;
    case 'cdn host':
      fn.addEnvironment('CDN_HOST', props.cdnHost);
      return;
    case 'name servers':
      fn.addEnvironment('DNS_SERVERS', props.nameServers);
      return;
    case 'provider urls':
      fn.addEnvironment('STRIPE_URL', props.stripeUrl);
      fn.addEnvironment('PAYPAL_URL', props.paypalUrl);
      return;
    case 'system urls':
      for (const [name, url] of Object.entries(props.systemUrls)) fn.addEnvironment(name, url);
      return;
    default:
      need satisfies never;
  }
}

/** The names of all functions, in the order of families.ts. */
function functionNames(): readonly FunctionName[] {
  return Object.keys(DEFINITIONS).filter(isFunctionName);
}

function isFunctionName(name: string): name is FunctionName {
  return name in TABLE_ACCESS;
}

function pascal(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
