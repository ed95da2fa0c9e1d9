import type { Method, Path } from '../../../functions/shared/contract.ts';
import { segmentsOf } from '../../../functions/shared/request.ts';
import { router } from '../../../functions/shared/router.ts';

const at = (method: Method, path: Path) => ({ operation: { method, path } });

const find = (method: string, path: string) =>
  router([
    at('GET', '/v2/transactions/{transaction}'),
    at('GET', '/v2/transactions/{transaction}/refunds'),
    at('GET', '/v2/transactions'),
    at('POST', '/v2/transactions'),
    at('GET', '/v2/rewards/{reward}'),
    at('GET', '/v2/rewards/summary'),
  ])(method, segmentsOf(path));

test.each([
  ['GET', '/v2/transactions', '/v2/transactions', {}],
  ['GET', '/v2/transactions/', '/v2/transactions', {}],
  ['GET', '/v2/transactions/txn_1', '/v2/transactions/{transaction}', { transaction: 'txn_1' }],
  ['GET', '/v2/transactions/txn_1/refunds', '/v2/transactions/{transaction}/refunds', { transaction: 'txn_1' }],
  ['GET', '/v2/rewards/summary', '/v2/rewards/summary', {}],
  ['GET', '/v2/rewards/rwd_1', '/v2/rewards/{reward}', { reward: 'rwd_1' }],
])('%s %s is %s', (method, path, pattern, params) => {
  expect(find(method, path)).toEqual({ route: at(method === 'GET' ? 'GET' : 'POST', pattern as Path), params });
});

test('An external key with slashes, which API Gateway hands on decoded, is found', () => {
  expect(find('GET', '/v2/transactions/2026/001/refunds')?.params).toEqual({ transaction: '2026/001' });
  expect(find('GET', '/v2/transactions/2026/001')?.params).toEqual({ transaction: '2026/001' });
});

test.each([
  ['DELETE', '/v2/transactions'],
  ['GET', '/v2'],
  ['GET', '/'],
  ['GET', '/v2/transaction'],
  ['POST', '/v2/transactions/txn_1'],
  ['GET', '/v1/transactions'],
])('There is nothing for %s %s', (method, path) => {
  expect(find(method, path)).toBeUndefined();
});

test('Of several parts that vary only the first may hold slashes, and fixed parts go first', () => {
  const route = router([
    at('GET', '/v2/a/{b}/{c}'),
    at('GET', '/v2/a/{b}/fixed'),
    at('GET', '/v2/a/{b}/x/{c}/y'),
    at('GET', '/v2/a/{b}'),
  ]);
  const params = (path: string) => route('GET', segmentsOf(path))?.params;
  expect(params('/v2/a/one/two')).toEqual({ b: 'one', c: 'two' });
  expect(params('/v2/a/one/fixed')).toEqual({ b: 'one' });
  expect(params('/v2/a/one/x/two/y')).toEqual({ b: 'one', c: 'two' });
  expect(params('/v2/a/one/1/two')).toEqual({ b: 'one/1', c: 'two' });
  expect(params('/v2/a/one')).toEqual({ b: 'one' });
  expect(params('/v2/a/one//')).toEqual({ b: 'one/' });
});
