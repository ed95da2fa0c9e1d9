import { seeded } from '../../bench/random.ts';
import type { ApiClient } from '../../cli/replay/client.ts';
import { type Acme, fillAcme } from './support/acme.ts';
import { fuzzAcme } from './support/fuzz/acme-fuzz.ts';
import { TestRuntime } from './support/runtime.ts';

/** A few requests for each operation; `npm run bench -- fuzz` sends five hundred valid and five hundred mutated ones. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 6);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

jest.setTimeout(600_000);

let runtime: TestRuntime | undefined;
let started: TestRuntime;
let api: ApiClient;
let secret = '';
let acme: Acme;

beforeAll(async () => {
  started = await TestRuntime.start('2011-01-10T10:00:00Z');
  runtime = started;
  ({ api, secret } = await started.merchant());
  acme = await fillAcme(api);
});
afterAll(() => runtime?.close());

test('Requests made from the OpenAPI document are answered as it says, and no invalid one is accepted', async () => {
  const report = await fuzzAcme({
    ...{ runtime: started, api, acme, requests: REQUESTS, chance: seeded(SEED) },
    key: { authorization: `Bearer ${secret}` },
  });
  expect(report.problems.slice(0, 20)).toEqual([]);
  expect(report.operations).toBeGreaterThan(60);
  expect(report.accepted).toBeGreaterThan(report.operations);
});
