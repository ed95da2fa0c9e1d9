import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../cli/build.ts';
import { recountFiles } from '../cli/recount/from-files.ts';
import { invoicesTable, partnersTable } from '../cli/recount/tables.ts';
import { type ProgramFile, partnerOf, type RetailEvent, readEventFiles, readProgramFile } from '../cli/replay/files.ts';
import { Command, EVENTS, inFolder, mustEqual, PROGRAM, prepareRuntime, replay, say } from './runs.ts';

/** Six weeks, so that a month ends with debts and refunds of the month before follow. */
const UNTIL = '2011-01-15T00:00:00Z';
/** The pieces of the shop cost about two pounds. */
const PENCE_PER_PIECE = 200;

const MEASUREMENTS = ['lifetime_sales', 'monthly_sales', 'lifetime_quantity', 'monthly_quantity'] as const;
const MOVEMENTS = ['live', 'ratchet'] as const;
const STACKINGS = ['all', 'best'] as const;
const BASES = ['reward', 'sale'] as const;

interface Variant {
  readonly name: string;
  readonly file: ProgramFile;
}

const variantsOf = (file: ProgramFile): readonly Variant[] =>
  MEASUREMENTS.flatMap((measurement) =>
    MOVEMENTS.flatMap((tierMovement) =>
      STACKINGS.flatMap((stacking) =>
        BASES.map((secondTierOf) => {
          const unit = measurement.endsWith('sales') ? 1 : PENCE_PER_PIECE;
          const levels = file.tiers?.levels.map(({ id, minimum }) => ({ id, minimum: Math.round(minimum / unit) }));
          const tiers = { measurement, levels: levels ?? [] };
          return {
            name: `${measurement}, ${tierMovement}, ${stacking}, second tier of ${secondTierOf}`,
            file: { ...file, tiers, policy: { tierMovement, stacking, secondTierOf } },
          };
        }),
      ),
    ),
  );

/** The product against the recount of its facts through the API, and against the recount of the files. */
const holdAgainstRecounts = async (folder: string, { name, file }: Variant, events: readonly RetailEvent[]) => {
  const [program, eventFile, out] = [join(folder, 'program.json'), join(folder, 'events.jsonl'), join(folder, 'out')];
  writeFileSync(program, JSON.stringify(file));
  writeFileSync(eventFile, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const { runtime, key } = await prepareRuntime(folder, program, eventFile);
  try {
    const where = ['--url', runtime.url, '--key', key];
    await replay(program, eventFile, out, where).finish();
    const again = join(folder, 'recounted');
    const recount = [join(ROOT, 'cli', 'recount.ts'), ...where, '--out', again, '--compare'];
    await new Command(process.execPath, recount).finish();
    const months = recountFiles(file, events).months.filter((month) => month.lively);
    const own = { 'partners.csv': partnersTable(months), 'invoices.csv': invoicesTable(months) };
    for (const [table, expected] of Object.entries(own)) {
      mustEqual(`${table} of the product`, readFileSync(join(out, table), 'utf8'), expected);
      mustEqual(`${table} of the recount`, readFileSync(join(again, table), 'utf8'), expected);
    }
    say(`ok: ${name}`);
  } finally {
    await runtime.close();
  }
};

/**
 * Replays six weeks under every combination of the policy switches and measurements, each held against two recounts.
 * @param only a part of the names of those that are to be run.
 */
export const policies = async (only = ''): Promise<void> => {
  const file = readProgramFile(PROGRAM);
  // Sales that belong to nobody are the same under every policy.
  const counts = (event: RetailEvent): boolean =>
    event.customer !== null && partnerOf(file, event.customer) !== undefined;
  const events = readEventFiles([EVENTS]).filter((event) => event.at < UNTIL && counts(event));
  const chosen = variantsOf(file).filter(({ name }) => name.includes(only));
  for (const variant of chosen) await inFolder((folder) => holdAgainstRecounts(folder, variant, events));
  say(`${chosen.length} policies agree with the recounts.`);
};
