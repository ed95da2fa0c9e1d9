import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillDemo, fillingEnded } from '../../cli/demo.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'fairshare-demo-'));
const MERCHANT = { merchant_key: 'mer_1', program_key: 'prog_1', public_key: 'pk_test_1', secret_key: 'sk_test_1' };
const WAY_OUT = `npm start -- --fresh --data ${dataDir}`;

afterAll(() => rmSync(dataDir, { recursive: true }));

test('a demo whose filling fails says in which folder, and how to begin a new one', () => {
  const lines: string[] = [];
  const demo = { dataDir, url: 'http://127.0.0.1:1', merchant: MERCHANT, print: (line: string) => lines.push(line) };
  fillingEnded(demo, 1);
  expect(lines.join('\n')).toContain(dataDir);
  expect(lines.join('\n')).toContain(WAY_OUT);
});

test('one that is ended together with the runtime says nothing: the next start goes on', () => {
  const lines: string[] = [];
  const demo = { dataDir, url: 'http://127.0.0.1:1', merchant: MERCHANT, print: (line: string) => lines.push(line) };
  fillingEnded(demo, null);
  expect(lines).toEqual([]);
});

test('one that cannot even be begun again says it too', async () => {
  writeFileSync(join(dataDir, 'demo.json'), JSON.stringify({ state: 'filling' }));
  writeFileSync(join(dataDir, 'merchant.json'), 'left behind half written');
  const lines: string[] = [];
  fillDemo(dataDir, 'http://127.0.0.1:1', (line) => lines.push(line));
  for (let tries = 0; tries < 100 && lines.length < 3; tries++) await sleep(20);
  expect(lines.join('\n')).toContain(WAY_OUT);
});
