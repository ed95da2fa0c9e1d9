import { chaos } from './chaos.ts';
import { consoleBudgets } from './console.ts';
import { features } from './features.ts';
import { fuzz } from './fuzz.ts';
import { kills } from './kills.ts';
import { lists } from './lists.ts';
import { policies } from './policies.ts';
import { throughput } from './throughput.ts';

const BENCHES: Readonly<Record<string, (argument?: string) => Promise<void>>> = {
  throughput,
  kills,
  chaos,
  policies,
  features,
  fuzz,
  lists,
  console: consoleBudgets,
};

const USAGE = `Usage: npm run bench -- NAME

  throughput       the half year: events a second, memory of all processes
  kills            the same files when the runtime, then the replay, is killed ten times
  chaos            the same files with every event delivered twice, late and in random order
  policies [PART]  every combination of tier movement, stacking, second tier and measurement, against the recount
  features [SEEDS] invented programs, sales, refunds and decisions, against the recount
  fuzz [SEED]      five hundred valid and five hundred mutated requests for every operation of the API
  lists [PARTNERS] every list and the preview of segments with 10,000 partners, against their budgets
  console [PATH]   bytes, paint, layout shift and accessibility of every page, against their budgets`;

const [name = '', argument] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 1;
} else {
  const started = Date.now();
  bench(argument).then(
    () => process.stdout.write(`${name}: done in ${Math.round((Date.now() - started) / 1000)} s\n`),
    (error: unknown) => {
      process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
