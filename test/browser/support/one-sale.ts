import type { ApiClient } from '../../../cli/replay/client.ts';
import { settled } from '../../e2e/support/runtime.ts';

/** A partner, Anna Ashe, whose customer buys for £1,234.00, of which she earns ten per cent. */
export const oneSale = async (api: ApiClient): Promise<void> => {
  await api.call('POST', '/v2/triggers', {
    name: 'Ten per cent',
    event: 'transaction.accepted',
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
  });
  const anna = { partner_key: 'anna', email: 'anna@partners.example', first_name: 'Anna', last_name: 'Ashe' };
  await api.call('POST', '/v2/partnerships', anna);
  await api.call('POST', '/v2/customers', { customer_key: 'cathy', partner_key: 'anna' });
  const sale = { external_key: 'sale-1', customer_key: 'cathy', currency: 'GBP', amount: 123_400 };
  await api.call('POST', '/v2/transactions', sale);
  await settled(api);
};
