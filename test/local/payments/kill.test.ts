import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProviderState, stripe } from './harness.ts';

async function start(file: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [join(__dirname, 'serve.ts'), file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (line) => resolve(String(line).trim())),
  );
  return { child, url };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

const transfer = (n: number) => ({ amount: String(n + 1), currency: 'gbp', destination: 'acct_ok_1' });
const key = (n: number) => ({ 'idempotency-key': `payout-${n}` });

it('loses nothing that it acknowledged and pays nothing twice when it is killed again and again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  const file = join(folder, 'journal.db');
  const acknowledged = new Map<number, string>();
  for (let round = 0; round < 4; round += 1) {
    const { child, url } = await start(file);
    const paying = Array.from({ length: 40 }, async (_, n) => {
      const answer = await stripe(url, 'POST', '/v1/transfers', transfer(n), key(n)).catch(() => undefined);
      if (answer === undefined) return;
      expect(answer.body.id).toBe(acknowledged.get(n) ?? answer.body.id);
      acknowledged.set(n, answer.body.id);
    });
    await new Promise((resolve) => setTimeout(resolve, 15 * round));
    await kill(child);
    await Promise.all(paying);
  }
  const { child, url } = await start(file);
  for (let n = 0; n < 40; n += 1) {
    const { body } = await stripe(url, 'POST', '/v1/transfers', transfer(n), key(n));
    expect(body.id).toBe(acknowledged.get(n) ?? body.id);
  }
  const state: Pick<ProviderState, 'transfers'> = JSON.parse(await (await fetch(`${url}/_stand-in/state.json`)).text());
  expect(state.transfers).toHaveLength(40);
  await kill(child);
  rmSync(folder, { recursive: true });
}, 30_000);
