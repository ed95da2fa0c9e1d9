import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runRecount } from './recount/run.ts';
import { invoicesTable, partnersTable } from './recount/tables.ts';
import { ApiClient } from './replay/client.ts';

const USAGE = `Usage: npm run recount -- --url URL --key KEY --out DIR [--compare]

  Computes rewards, clawbacks, statements and invoices of every month again from the raw facts that the API gives,
  without any code of the product, and writes DIR/partners.csv and DIR/invoices.csv with the columns of a replay.

  --url URL --key KEY   the product, and a secret key of the program
  --compare             hold the product's rewards, statements, invoices, payouts and ledger against it; the exit
                        code is 1 when a cell differs or money is missing`;

/** As many differences as a person reads; the number of all is printed as well. */
const MOST_SHOWN = 100;

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      key: { type: 'string' },
      out: { type: 'string' },
      compare: { type: 'boolean', default: false },
    },
  });
  const { url, key, out } = values;
  if (url === undefined || key === undefined || out === undefined) {
    throw new Error(`--url, --key and --out are needed.\n\n${USAGE}`);
  }
  return { url, key, out, compare: values.compare };
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const main = async (): Promise<void> => {
  const options = readOptions();
  const api = new ApiClient(options.url, options.key);
  const { months, summary, notes, found } = await runRecount(api, options.compare);
  api.close();
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, 'partners.csv'), partnersTable(months));
  writeFileSync(join(options.out, 'invoices.csv'), invoicesTable(months));
  for (const note of notes) print(`Note: ${note}`);
  print(summary);
  if (found === undefined) return;
  for (const line of found.slice(0, MOST_SHOWN)) print(line);
  print(found.length === 0 ? 'Every cell agrees, and no money is missing.' : `${found.length} differences`);
  if (found.length > 0) process.exitCode = 1;
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
