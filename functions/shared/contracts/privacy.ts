import * as z from 'zod/mini';
import { JOB_STATES } from '../../../domain/jobs.ts';
import { operation } from '../contract.ts';
import { JobFile, Progress } from './exports.ts';
import { email, externalKey, key, line, listOf, listQuery, maybe, objectFields } from './fields.ts';

const tag = 'privacy';
const SUBJECT_TYPES = ['partnership', 'customer', 'email'] as const;

const named = {
  partnership_key: maybe(externalKey),
  customer_key: maybe(externalKey),
  email: maybe(email),
} as const;

const job = {
  ...objectFields,
  subject_type: z.enum(SUBJECT_TYPES),
  /** Our key of the partnership or customer; an e-mail address is not repeated. */
  subject_key: z.nullable(key),
  status: z.enum(JOB_STATES),
  progress: Progress,
  reason: z.nullable(line(100)),
  explanation: z.nullable(z.string()),
} as const;

/** A file with everything that the program holds about a person. */
export const PersonExport = z.strictObject({ ...job, file: z.nullable(JobFile) });
/** The erasure of what the program holds about a person: how many items of each kind it has changed or removed. */
export const Erasure = z.strictObject({ ...job, erased: z.record(z.string(), z.int()) });

const ONE_SUBJECT = 'Name the person by exactly one of `partnership_key`, `customer_key` and `email`.';

export const createPersonExport = operation({
  id: 'createPersonExport',
  method: 'POST',
  path: '/v2/person-exports',
  tag,
  scope: 'privacy:write',
  summary: 'Export what is held about a person',
  description: `One JSON file is made in the background: ask for the export until its status is \`done\`. ${ONE_SUBJECT} An address stands for the customers, leads, deals and reservations that have it; a partner is named by its partnership.`,
  status: 202,
  message: 'Export started.',
  body: z.strictObject(named),
  data: PersonExport,
});

export const listPersonExports = operation({
  id: 'listPersonExports',
  method: 'GET',
  path: '/v2/person-exports',
  tag,
  scope: 'privacy:read',
  summary: 'List exports of persons',
  message: 'Exports retrieved.',
  query: listQuery,
  data: listOf(PersonExport),
});

export const getPersonExport = operation({
  id: 'getPersonExport',
  method: 'GET',
  path: '/v2/person-exports/{person_export}',
  tag,
  scope: 'privacy:read',
  summary: 'Get an export of a person and the address of its file',
  message: 'Export retrieved.',
  params: z.strictObject({ person_export: key }),
  data: PersonExport,
});

export const createDataExport = operation({
  id: 'createDataExport',
  method: 'POST',
  path: '/v2/portal/data-exports',
  tag: 'portal',
  scope: 'portal:account:write',
  summary: 'Export the partner’s own data',
  description:
    'One JSON file with the profile, acceptances of terms, links, payouts and the login. It is made in the background.',
  status: 202,
  message: 'Export started.',
  data: PersonExport,
});

export const getDataExport = operation({
  id: 'getDataExport',
  method: 'GET',
  path: '/v2/portal/data-exports/{data_export}',
  tag: 'portal',
  scope: 'portal:account:read',
  summary: 'Get an export of the partner’s own data and the address of its file',
  message: 'Export retrieved.',
  params: z.strictObject({ data_export: key }),
  data: PersonExport,
});

export const createErasure = operation({
  id: 'createErasure',
  method: 'POST',
  path: '/v2/erasures',
  tag,
  scope: 'privacy:write',
  summary: 'Erase what is held about a person',
  description: `It cannot be undone. ${ONE_SUBJECT} \`confirm\` repeats what names the person. Amounts, keys and the history of money stay; names, addresses, answers, notes and free texts go. A partnership becomes inactive at once and its login ends; its links lead where they led and count for nobody. While money is owed to it the erasure is refused (\`money_owed\`) unless \`accept_unpaid\` is true: what is owed then stays in the ledger and is never paid. While a payout is on its way it is refused in any case (\`payout_on_its_way\`). A customer keeps the merchant’s own \`customer_key\`, so that refunds and later sales find it.`,
  status: 202,
  message: 'Erasure started.',
  body: z.strictObject({ ...named, confirm: line(255), accept_unpaid: z._default(z.boolean(), false) }),
  data: Erasure,
});

export const listErasures = operation({
  id: 'listErasures',
  method: 'GET',
  path: '/v2/erasures',
  tag,
  scope: 'privacy:read',
  summary: 'List erasures',
  message: 'Erasures retrieved.',
  query: listQuery,
  data: listOf(Erasure),
});

export const getErasure = operation({
  id: 'getErasure',
  method: 'GET',
  path: '/v2/erasures/{erasure}',
  tag,
  scope: 'privacy:read',
  summary: 'Get an erasure and what it has erased',
  message: 'Erasure retrieved.',
  params: z.strictObject({ erasure: key }),
  data: Erasure,
});
