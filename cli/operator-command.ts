import { parseArgs } from 'node:util';

const USAGE = `Usage: npm run fairshare -- COMMAND [options]

Commands
  merchant create --name NAME --currency CODE [--time-zone ZONE] [--email ADDRESS] [--mode test|live]
  merchant list [--limit NUMBER] [--starting-after KEY]
  program create --merchant KEY --name NAME --currency CODE [--time-zone ZONE] [--mode test|live]
  key create --program KEY [--name NAME]
  member create --merchant KEY --email ADDRESS [--role owner|admin|manager|finance|read_only]
  partner login --partnership KEY
  plan put --plan KEY --name NAME [--without leads,deals] [--limits groups=3,tiers=2]
  plan list
  merchant plan --merchant KEY --plan KEY

Where
  --data DIR        the folder of a local runtime that is running (default .fairshare)
  --url URL         a local runtime that is running, by its address
  --stack NAME      a deployed stack, such as fairshare-prod
  --function NAME   a deployed operator function, by its name or ARN
  --region NAME     the region of the stack or function (default eu-west-1)

Prints one JSON object. Secret keys and passwords of new logins are shown this once.`;

/** A wrong command line; the message says what to do. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
}

/** Where the operator function is. */
export type Target =
  | { readonly kind: 'folder'; readonly dir: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'stack'; readonly stack: string; readonly region: string }
  | { readonly kind: 'function'; readonly name: string; readonly region: string };

type RequestField = string | number | readonly string[] | Readonly<Record<string, number>>;

/** What to ask the operator function, and where it is. */
export interface OperatorCommand {
  readonly target: Target;
  readonly request: Readonly<Record<string, RequestField>>;
}

/** The options of each command: the field of the request that each fills, and whether it must be given. */
interface Option {
  readonly field: string;
  readonly required?: true;
  /** How the text of the option is read; as it is when absent. */
  readonly as?: 'number' | 'list' | 'limits';
}

const COMMANDS: Readonly<Record<string, Readonly<Record<string, Option>>>> = {
  'merchant create': {
    name: { field: 'name', required: true },
    currency: { field: 'currency', required: true },
    'time-zone': { field: 'time_zone' },
    email: { field: 'email' },
    mode: { field: 'mode' },
  },
  'merchant list': {
    limit: { field: 'limit', as: 'number' },
    'starting-after': { field: 'starting_after' },
  },
  'program create': {
    merchant: { field: 'merchant_key', required: true },
    name: { field: 'name', required: true },
    currency: { field: 'currency', required: true },
    'time-zone': { field: 'time_zone' },
    mode: { field: 'mode' },
  },
  'key create': {
    program: { field: 'program_key', required: true },
    name: { field: 'name' },
  },
  'member create': {
    merchant: { field: 'merchant_key', required: true },
    email: { field: 'email', required: true },
    role: { field: 'role' },
  },
  'partner login': { partnership: { field: 'partnership_key', required: true } },
  'plan put': {
    plan: { field: 'plan_key', required: true },
    name: { field: 'name', required: true },
    without: { field: 'without', as: 'list' },
    limits: { field: 'limits', as: 'limits' },
  },
  'plan list': {},
  'merchant plan': {
    merchant: { field: 'merchant_key', required: true },
    plan: { field: 'plan_key', required: true },
  },
};

const WHERE = ['data', 'url', 'stack', 'function', 'region'] as const;
const DEFAULT_REGION = 'eu-west-1';

type Values = Readonly<Record<string, string | boolean | undefined>>;

const text = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

const targetOf = (values: Values): Target => {
  const [data, url, stack, name] = ['data', 'url', 'stack', 'function'].map((option) => text(values, option));
  const given = [data, url, stack, name].filter((value) => value !== undefined);
  if (given.length > 1) throw new UsageProblem('Give one of --data, --url, --stack and --function.');
  const region = text(values, 'region');
  if (stack !== undefined) return { kind: 'stack', stack, region: region ?? DEFAULT_REGION };
  if (name !== undefined) return { kind: 'function', name, region: region ?? DEFAULT_REGION };
  if (region !== undefined) throw new UsageProblem('--region goes with --stack or --function.');
  if (url === undefined) return { kind: 'folder', dir: data ?? '.fairshare' };
  if (!URL.canParse(url)) throw new UsageProblem(`--url ${url} is not an address.`);
  return { kind: 'url', url: url.replace(/\/$/, '') };
};

const parse = (argv: readonly string[], names: readonly string[]): Values => {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageProblem(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
};

const numberOf = (option: string, value: string): number => {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UsageProblem(`--${option} ${value} is not a whole number.`);
};

const limitsOf = (value: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    value.split(',').map((pair) => {
      const [name = '', most = ''] = pair.split('=', 2);
      return [name, numberOf(`limits ${name}`, most)];
    }),
  );

const fieldOf = (option: string, as: Option['as'], value: string): RequestField => {
  switch (as) {
    case 'number':
      return numberOf(option, value);
    case 'list':
      return value.split(',');
    case 'limits':
      return limitsOf(value);
    case undefined:
      return value;
  }
};

/** Reads the command line. @throws UsageProblem that says what is wrong with it, or how to use it. */
export const readCommand = (argv: readonly string[]): OperatorCommand => {
  const [subject = '', verb = '', ...rest] = argv;
  if (argv.length === 0 || argv.includes('--help')) throw new UsageProblem(USAGE);
  const command = COMMANDS[`${subject} ${verb}`];
  if (command === undefined) throw new UsageProblem(`There is no command "${subject} ${verb}".\n\n${USAGE}`);
  const values = parse(rest, [...Object.keys(command), ...WHERE]);
  const request: Record<string, RequestField> = { action: `${subject}.${verb}` };
  for (const [option, { field, required, as }] of Object.entries(command)) {
    const value = text(values, option);
    if (value !== undefined) request[field] = fieldOf(option, as, value);
    else if (required === true) throw new UsageProblem(`${subject} ${verb} needs --${option}.\n\n${USAGE}`);
  }
  return { target: targetOf(values), request };
};
