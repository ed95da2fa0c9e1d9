import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '..', 'console', 'texts');

test('every text there is in English is there in German too', () => {
  const files = readdirSync(FOLDER);
  const areas = files.flatMap((file) => (file.endsWith('.en.ts') ? [file.slice(0, -'.en.ts'.length)] : []));
  expect(areas.length).toBeGreaterThan(3);
  for (const area of areas) expect(files).toContain(`${area}.de.ts`);
});
