import { ownerLogin, partnerLogin } from '../../cli/demo-logins.ts';
import { logIn } from './support/login.ts';
import { settled, TestRuntime } from './support/runtime.ts';

jest.setTimeout(120_000);

test('The logins that the demo prints work: the owner’s at once, a partner’s from the moment that one has earned', async () => {
  const runtime = await TestRuntime.start('2026-01-10T09:00:00Z');
  try {
    const { api } = await runtime.merchant();
    const { dataDir, url } = runtime;
    const merchant = runtime.made();
    const owner = await ownerLogin(dataDir, merchant);
    expect(await partnerLogin(dataDir, url, merchant)).toBeUndefined();
    await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' });
    await api.call('POST', '/v2/triggers', {
      name: 'Ten per cent',
      event: 'transaction.accepted',
      action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
    });
    await api.call('POST', '/v2/customers', { customer_key: 'carla', partnership_key: 'anna' });
    await api.call('POST', '/v2/transactions', { customer_key: 'carla', amount: 5000, currency: 'GBP' });
    await settled(api);
    const partner = await partnerLogin(dataDir, url, merchant);
    expect(partner).toMatch(/^anna@partners\.example {2}\S+$/);
    for (const printed of [owner, partner ?? '']) {
      const [email = '', password = ''] = printed.split('  ');
      expect((await logIn(url, email, password)).token).toEqual(expect.any(String));
    }
    // The next start prints the same ones.
    expect(await ownerLogin(dataDir, merchant)).toBe(owner);
    expect(await partnerLogin(dataDir, url, merchant)).toBe(partner);
  } finally {
    await runtime.close();
  }
});
