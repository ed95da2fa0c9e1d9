import type { SQSEvent } from 'aws-lambda';
import { configurationCache } from '../../table/programs.ts';
import { aws, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { env, optionalEnv } from '../shared/env.ts';
import { openFiles } from '../shared/files.ts';
import { openHints } from '../shared/hints.ts';
import { openIds } from '../shared/ids.ts';
import type { ImportDeps } from '../shared/imports/run.ts';
import { cognitoLogins } from '../shared/logins.ts';
import { queueConsumer } from '../shared/queue.ts';
import { dryRunStep } from './dry-run.ts';
import { erasureStep } from './erasure.ts';
import { exportStep } from './export.ts';
import { importStep, SYSTEMS } from './import.ts';
import type { Draw } from './invoice-pdf.ts';
import { personExportStep } from './person-export.ts';
import { runJobs } from './run.ts';
import { openSystem } from './system-client.ts';

/** Half of the function's time: the last step may take as long as it needs. */
const RUN_MS = 30_000;

const store = table();
const files = openFiles(env('FILES_BUCKET'));
const configurations = configurationCache(store);
const publicUrl = (optionalEnv('PUBLIC_URL') ?? '').replace(/\/$/, '');

const imports: ImportDeps = {
  ...{ store, configurations, publicUrl, ids: openIds(), clock: systemClock, chance: Math.random, hints: openHints() },
  // Imports name the partnership themselves.
  clicksOf: async () => [],
};

const draw: Draw = async (document, at) => (await import('./drawn.ts')).draw(document, at);

const systems = {
  partnerstack: openSystem(env('PARTNERSTACK_URL'), SYSTEMS.partnerstack.pause),
  rewardful: openSystem(env('REWARDFUL_URL'), SYSTEMS.rewardful.pause),
  firstpromoter: openSystem(env('FIRSTPROMOTER_URL'), SYSTEMS.firstpromoter.pause),
};

const consume = runJobs({
  store,
  clock: systemClock,
  steps: {
    export: exportStep({ ...{ store, files, configurations, publicUrl }, draw }),
    person_export: personExportStep({ store, files }),
    erasure: erasureStep({ store, files, logins: cognitoLogins(aws(), env('LOGIN_POOL_ID')), chance: Math.random }),
    import: importStep({ imports, files, systems }),
    dry_run: dryRunStep({ store, files, configurations }),
  },
  milliseconds: RUN_MS,
});

/** Jobs that were asked for, or that go on: events of the bus through the queue. */
export const handler = (event: SQSEvent) => queueConsumer(consume)(event);
