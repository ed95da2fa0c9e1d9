import { Failure } from '../../domain/errors.ts';
import { merchantProgramKey, programKey } from '../../table/keys.ts';
import { addMerchantProgram, readMerchantProgram } from '../../table/merchants.ts';
import { type Program, readProgram } from '../../table/programs.ts';
import type { Item } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { mayGive } from '../shared/auth.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { createMerchantProgram, listMerchantPrograms } from '../shared/contracts/merchants.ts';
import { programWrites } from '../shared/new-programs.ts';
import { listPage, wholeItems } from '../shared/paging.ts';
import { type MerchantDeps, merchantOf } from './deps.ts';

type View = DataOf<typeof listMerchantPrograms>['items'][number];

const view = (program: Program): View => ({
  key: program.key,
  created_at: program.created_at,
  updated_at: program.updated_at,
  name: program.name,
  mode: program.mode,
  currency: program.currency,
  time_zone: program.time_zone,
});

/** Another program, with all that a new one has; its keys are shown this once. */
const create = async (
  deps: MerchantDeps,
  context: Context,
  body: InputOf<typeof createMerchantProgram>['body'],
): Promise<DataOf<typeof createMerchantProgram>> => {
  // The first key of a program may do everything in it.
  if (!mayGive(context.caller, 'all')) {
    throw new Failure('forbidden', 'Only who may do everything creates programs.', { reason: 'scope' });
  }
  const { key: merchant, plan } = await merchantOf(deps, context.program);
  const { keys, writes } = programWrites(deps.ids, { ...body, merchant, plan }, context.now);
  await deps.store.transact([addMerchantProgram(merchant, keys.program_key), ...writes]);
  const { name, mode, currency, time_zone } = body;
  return {
    ...{ key: keys.program_key, created_at: context.now, updated_at: context.now, name, mode, currency, time_zone },
    ...{ public_key: keys.public_key, secret_key: keys.secret_key },
  };
};

const list = async (
  deps: MerchantDeps,
  context: Context,
  query: InputOf<typeof listMerchantPrograms>['query'],
): Promise<DataOf<typeof listMerchantPrograms>> => {
  const merchant = await merchantOf(deps, context.program);
  const { pk } = merchantProgramKey(merchant.key, '');
  const read = async (items: readonly Item[]): Promise<readonly (View | undefined)[]> => {
    const heads = await wholeItems(
      deps.store,
      items.map((item) => programKey(readMerchantProgram(item))),
    );
    return heads.map((item) => (item === undefined ? undefined : view(readProgram(item))));
  };
  return listPage(deps.store, { partitions: [pk], keyPrefix: 'prog', read }, query);
};

/** The programs of a merchant. */
export const merchantProgramRoutes = (deps: MerchantDeps): readonly Route[] => [
  route(listMerchantPrograms, (context, { query }) => list(deps, context, query)),
  route(createMerchantProgram, (context, { body }) => create(deps, context, body)),
];
