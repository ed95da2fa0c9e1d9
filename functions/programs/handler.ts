import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { hostName, openDns } from '../shared/dns.ts';
import { openEdge } from '../shared/edge.ts';
import { optionalEnv } from '../shared/env.ts';
import { openIds } from '../shared/ids.ts';
import { routes } from './routes.ts';

const store = table();
const cdnHost = hostName(optionalEnv('CDN_HOST'));
const siteUrl = (optionalEnv('PUBLIC_URL') ?? '').replace(/\/$/, '');
const deps = {
  store,
  configurations: configurationCache(store),
  ids: openIds(),
  clock: systemClock,
  chance: Math.random,
  dns: openDns(optionalEnv('DNS_SERVERS') ?? ''),
  cdnHost,
  ownHosts: [cdnHost, URL.parse(siteUrl)?.hostname ?? ''],
  siteUrl,
};

/** Serves programs, groups, tags, segments, tiers, triggers and API keys. */
export const handler = serve(openEdge(store), routes(deps));
