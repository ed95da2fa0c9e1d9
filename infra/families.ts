/**
 * Which function may do what with which items of the single table.
 * Keys are type-first (`LINK#host#slug`), so a family is a prefix of the partition key.
 */

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'] as const;
const WRITE = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:ConditionCheckItem', // TransactWriteItems has no permission of its own: its parts are checked.
] as const;

/** Nobody may Scan: there is no use of the table that needs it. */
type TableAction = (typeof READ)[number] | (typeof WRITE)[number];

export interface TableAccess {
  readonly actions: readonly TableAction[];
  /** Patterns of partition keys; undefined means every family. */
  readonly families?: readonly string[];
  /** Whether the function may query gsi1 and gsi2. */
  readonly indexes: boolean;
}

const READ_AND_WRITE = { actions: [...READ, ...WRITE], indexes: true } as const satisfies TableAccess;

/** Every function of the product, by its folder; undefined is a function that does not touch the table. */
export const TABLE_ACCESS = {
  tracking: { actions: ['dynamodb:GetItem'], families: ['LINK#*', 'DOMAIN#*', 'PROG#*'], indexes: false },
  impressions: { actions: ['dynamodb:GetItem'], families: ['LINK#*', 'DOMAIN#*'], indexes: false },
  'record-clicks': {
    actions: [...READ, 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'],
    families: ['CLICK#*', 'LINK#*', 'STAT#*', 'PART#*', 'PROG#*', 'MARKER#*'],
    indexes: false,
  },
  programs: READ_AND_WRITE,
  partnerships: READ_AND_WRITE,
  content: READ_AND_WRITE,
  'form-pages': READ_AND_WRITE,
  forms: READ_AND_WRITE,
  sales: READ_AND_WRITE,
  leads: READ_AND_WRITE,
  rewards: READ_AND_WRITE,
  invoices: READ_AND_WRITE,
  payments: READ_AND_WRITE,
  close: READ_AND_WRITE,
  // The edge of a read-only function still leases rate limits and reads keys.
  audit: READ_AND_WRITE,
  merchants: READ_AND_WRITE,
  jobs: READ_AND_WRITE,
  'run-jobs': READ_AND_WRITE,
  accounts: {
    actions: [...READ, ...WRITE],
    families: [
      ...['USER#*', 'USEREMAIL#*', 'TEAM#*', 'MAILED#*', 'MERCHANTS', 'MERCHANT#*', 'PROG#*', 'PART#*'],
      ...['KEY#*', 'PSESSION#*', 'IDEM#*', 'RATE#*', 'AUDIT#*'],
      // A merchant that signs up gets a program with its first group.
      ...['NAME#*', 'JOIN#*', 'PFORM#*'],
      // Whoever accepts an invitation becomes a partner.
      ...['INVITE#*', 'INVITED#*', 'PNAME#*', 'ACTIVE#*', 'RECRUITS#*', 'ROSTER#*'],
    ],
    indexes: true,
  },
  reference: undefined,
  relay: undefined, // Reads the stream, not the table.
  'evaluate-triggers': READ_AND_WRITE,
  'project-statistics': READ_AND_WRITE,
  'send-emails': READ_AND_WRITE,
  operator: READ_AND_WRITE,
} as const satisfies Record<string, TableAccess | undefined>;

export type FunctionName = keyof typeof TABLE_ACCESS;
