import { conflict, Failure, notFound, unprocessable } from '../../domain/errors.ts';
import { domains, type LinkDomain } from '../../table/definitions.ts';
import { hostHasLinks, hostOwner, passHost, releaseHost, takeHost } from '../../table/domains.ts';
import type { Store, Write } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { changeProgramState } from '../shared/configuration.ts';
import type { DataOf } from '../shared/contract.ts';
import {
  createDomain,
  deleteDomain,
  getDomain,
  listDomains,
  updateDomain,
  verifyDomain,
} from '../shared/contracts/domains.ts';
import { listDefinitions } from '../shared/definition-lists.ts';
import { requireRoom } from '../shared/plans.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { ProgramsDeps } from './deps.ts';
import { isProved, proofRecord } from './domain-proof.ts';

type View = DataOf<typeof getDomain>;

const TOKEN_BYTES = 18;

const view = (deps: ProgramsDeps, domain: LinkDomain): View => ({
  key: domain.key,
  created_at: domain.created_at,
  updated_at: domain.updated_at,
  host: domain.name,
  status: domain.status,
  records: [
    { type: 'CNAME', name: domain.name, value: deps.cdnHost, found: domain.leads_here ?? null },
    { type: 'TXT', ...proofRecord(domain), found: domain.proved ?? null },
  ],
  checked_at: domain.checked_at ?? null,
  verified_at: domain.verified_at ?? null,
  portal: domain.portal === true,
});

const find = async (store: Store, program: string, key: string): Promise<LinkDomain> => {
  const domain = await domains.get(store, program, key);
  if (domain === undefined) throw notFound('domain', 'domain');
  return domain;
};

const create = async (deps: ProgramsDeps, context: Context, host: string): Promise<View> => {
  const { program, now } = context;
  if (deps.ownHosts.includes(host)) throw unprocessable('reserved', 'This is the address of Fairshare itself.', 'host');
  const { answer } = await changeProgramState(deps, context, async ({ plan }) => {
    const all = await domains.all(deps.store, program);
    const same = all.find((domain) => domain.name === host);
    if (same !== undefined) return { answer: same };
    requireRoom(plan, 'link_domains', all.length);
    const base = { key: deps.ids.key('dom', now), program, created_at: now, updated_at: now, rev: 1 };
    const domain: LinkDomain = { ...base, name: host, token: deps.ids.secret(TOKEN_BYTES), status: 'pending' };
    return { answer: domain, writes: domains.add(domain) };
  });
  return view(deps, answer);
};

/** By an alias, or, where a name can have none, by the same addresses. */
const leadsHere = async ({ dns, cdnHost }: ProgramsDeps, host: string): Promise<boolean> => {
  const aliases = await dns.aliases(host);
  if (aliases.some((alias) => alias.toLowerCase().replace(/\.$/, '') === cdnHost)) return true;
  const [own, ours] = await Promise.all([dns.addresses(host), dns.addresses(cdnHost)]);
  return own.length > 0 && own.every((address) => ours.includes(address));
};

/** Takes the host from the program that has it, unless that one's proof still stands. */
const writesToTake = async (deps: ProgramsDeps, domain: LinkDomain): Promise<readonly Write[]> => {
  const wanted = { host: domain.name, program: domain.program, domain: domain.key };
  const owner = await hostOwner(deps.store, domain.name);
  if (owner === undefined) return [takeHost(wanted)];
  if (owner.domain === domain.key) return [];
  const other = await domains.get(deps.store, owner.program, owner.domain);
  if (other === undefined) return [passHost(owner, wanted)];
  if (await isProved(deps.dns, other)) {
    throw conflict('Another program has verified this host.', 'domain', 'host_taken');
  }
  return [passHost(owner, wanted), ...domains.change(other, { ...other, status: 'lost', proved: false })];
};

const writesToLose = async (store: Store, domain: LinkDomain): Promise<readonly Write[]> => {
  const owner = await hostOwner(store, domain.name);
  return owner?.domain === domain.key ? [releaseHost(owner)] : [];
};

/** What a look at the records makes of a domain. A verified one that leads elsewhere keeps its host: it is still its. */
const after = (domain: LinkDomain, found: { proved: boolean; leads_here: boolean }, now: number): LinkDomain => {
  const checked = { ...domain, ...found, checked_at: now, updated_at: now };
  if (!found.proved) return { ...checked, status: domain.status === 'verified' ? 'lost' : domain.status };
  if (domain.status === 'verified' || !found.leads_here) return checked;
  return { ...checked, status: 'verified', verified_at: now };
};

const verify = (deps: ProgramsDeps, context: Context, key: string): Promise<View> =>
  untilUncontended(['definition_changed', 'host_changed'], deps.chance, async () => {
    const before = await find(deps.store, context.program, key);
    const [proved, leads_here] = await Promise.all([isProved(deps.dns, before), leadsHere(deps, before.name)]);
    const next = after(before, { proved, leads_here }, context.now);
    const taking = next.status === 'verified' ? await writesToTake(deps, next) : [];
    const losing = next.status === 'lost' ? await writesToLose(deps.store, next) : [];
    await deps.store.transact([...domains.change(before, next), ...taking, ...losing]);
    return view(deps, next);
  });

/** Shows the portal on a domain, or no longer: by itself that changes nothing about the links there. */
const showPortal = (deps: ProgramsDeps, { program, now }: Context, key: string, portal: boolean): Promise<View> =>
  untilUncontended(['definition_changed'], deps.chance, async () => {
    const before = await find(deps.store, program, key);
    if ((before.portal === true) === portal) return view(deps, before);
    if (portal && before.status !== 'verified') {
      throw unprocessable('host_not_verified', 'This host is not verified.', 'domain');
    }
    const next = { ...before, portal, updated_at: now };
    await deps.store.transact(domains.change(before, next));
    return view(deps, next);
  });

const remove = async (deps: ProgramsDeps, context: Context, key: string): Promise<void> => {
  await changeProgramState(deps, context, async () => {
    const domain = await find(deps.store, context.program, key);
    if (await hostHasLinks(deps.store, context.program, domain.name)) {
      throw new Failure('conflict', 'Links are reached on this host. Delete them first.', {
        reason: 'in_use',
        param: 'domain',
      });
    }
    const losing = await writesToLose(deps.store, domain);
    return { answer: undefined, writes: [...domains.remove(domain), ...losing] };
  });
};

/** The operations of link domains. */
export const domainRoutes = (deps: ProgramsDeps): readonly Route[] => [
  route(createDomain, (context, { body }) => create(deps, context, body.host)),
  route(listDomains, ({ program }, { query }) =>
    listDefinitions(deps.store, domains, program, query, (domain) => view(deps, domain)),
  ),
  route(getDomain, async ({ program }, { params }) => view(deps, await find(deps.store, program, params.domain))),
  route(verifyDomain, (context, { params }) => verify(deps, context, params.domain)),
  route(updateDomain, (context, { params, body }) => showPortal(deps, context, params.domain, body.portal)),
  route(deleteDomain, async (context, { params }) => {
    await remove(deps, context, params.domain);
    return { key: params.domain, deleted: true };
  }),
];
