import { openAws } from '../shared/aws-json.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { tableLinks } from '../shared/link-reader.ts';
import { consoleLog } from '../shared/log.ts';
import { showPixel } from './show-pixel.ts';

/** `GET /v2/public/creatives/{creative}/pixel`. */
export const handler = showPixel({
  links: tableLinks(openAws(), env('TABLE_NAME'), systemClock.real),
  clock: systemClock,
  log: consoleLog,
  write: (line) => process.stdout.write(line),
});
