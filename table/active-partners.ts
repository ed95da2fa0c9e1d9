import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { activePartnerKey } from './keys.ts';
import { absent, type Store, type Write } from './store.ts';

/** Where a partner is active: the one program of the merchant, and the partnership there. */
const ActivePartner = z.object({ program: z.string(), partnership: z.string() });
type ActivePartner = z.infer<typeof ActivePartner>;

/** Programs of one merchant and mode: a partner is active in one of them at a time. */
interface Programs {
  readonly merchant: string;
  readonly mode: 'test' | 'live';
}

/** Where the partner with an e-mail address is active; undefined when it is nowhere. */
export const getActivePartner = async (
  store: Store,
  { merchant, mode }: Programs,
  email: string,
): Promise<ActivePartner | undefined> => {
  const item = await store.get(activePartnerKey(merchant, mode, email));
  return item === undefined ? undefined : decode(ActivePartner, item);
};

/** The partner becomes active (`partner_active` when it is so already, in whatever program). */
export const addActivePartner = ({ merchant, mode }: Programs, email: string, partner: ActivePartner): Write => ({
  kind: 'put',
  item: { ...activePartnerKey(merchant, mode, email), ...partner },
  condition: absent('partner_active'),
});

/** The partner stops being active by this partnership (`partner_not_active` when it is not). */
export const removeActivePartner = ({ merchant, mode }: Programs, email: string, partnership: string): Write => ({
  kind: 'delete',
  key: activePartnerKey(merchant, mode, email),
  condition: {
    name: 'partner_not_active',
    expression: '#partnership = :partnership',
    names: { '#partnership': 'partnership' },
    values: { ':partnership': partnership },
  },
});
