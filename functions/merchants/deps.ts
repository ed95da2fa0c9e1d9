import { notFound } from '../../domain/errors.ts';
import { getMerchant, type Merchant } from '../../table/merchants.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import type { Ids } from '../shared/ids.ts';

/** What the operations of a merchant work with. */
export interface MerchantDeps {
  readonly store: Store;
  readonly ids: Ids;
  readonly chance: () => number;
}

/** The merchant that a program belongs to. @throws Failure `not_found` when the program is gone. */
export const merchantOf = async ({ store }: Pick<MerchantDeps, 'store'>, program: string): Promise<Merchant> => {
  const head = await getProgram(store, program);
  const merchant = head === undefined ? undefined : await getMerchant(store, head.merchant);
  if (merchant === undefined) throw notFound('program', 'program');
  return merchant;
};
