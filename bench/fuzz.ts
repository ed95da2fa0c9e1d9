import { fillAcme } from '../test/e2e/support/acme.ts';
import { fuzzAcme } from '../test/e2e/support/fuzz/acme-fuzz.ts';
import { TestRuntime } from '../test/e2e/support/runtime.ts';
import { seeded } from './random.ts';
import { say } from './runs.ts';

const REQUESTS = 500;

/** Five hundred valid and five hundred mutated requests for every operation of the OpenAPI document. */
export const fuzz = async (seed = '1'): Promise<void> => {
  const runtime = await TestRuntime.start('2011-01-10T10:00:00Z');
  try {
    const { api, secret } = await runtime.merchant();
    const acme = await fillAcme(api);
    const report = await fuzzAcme({
      ...{ runtime, api, acme, requests: REQUESTS, chance: seeded(Number(seed)), progress: say },
      key: { authorization: `Bearer ${secret}` },
    });
    const { operations, sent, accepted, problems } = report;
    say(`${operations} operations, ${sent} requests, ${accepted} accepted, ${problems.length} problems; seed ${seed}`);
    if (problems.length > 0) throw new Error(`\n${problems.slice(0, 50).join('\n')}`);
  } finally {
    await runtime.close();
  }
};
