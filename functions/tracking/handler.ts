import { openAws } from '../shared/aws-json.ts';
import { storedClickIds } from '../shared/click-secret.ts';
import { systemClock } from '../shared/clock.ts';
import { env, optionalEnv } from '../shared/env.ts';
import { tableLinks } from '../shared/link-reader.ts';
import { consoleLog } from '../shared/log.ts';
import { track } from './track.ts';

const call = openAws();
const publicUrl = (optionalEnv('PUBLIC_URL') ?? '').replace(/\/+$/, '');

/** `GET /{link}` and `GET /t.js`. */
export const handler = track({
  links: tableLinks(call, env('TABLE_NAME'), systemClock.real),
  clickIds: storedClickIds(call, env('CLICK_SECRET_ARN')),
  clock: systemClock,
  log: consoleLog,
  write: (line) => process.stdout.write(line),
  publicUrl,
  ownHosts: [URL.parse(publicUrl)?.hostname ?? '', (optionalEnv('CDN_HOST') ?? '').replace(/:\d+$/, '')],
});
