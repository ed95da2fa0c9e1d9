import { createHash } from 'node:crypto';
import { Failure, notFound } from '../../domain/errors.ts';
import { domains, type LinkDomain } from '../../table/definitions.ts';
import { hostOwner } from '../../table/domains.ts';
import { addHandOver, getHandOver, type HandOver, useHandOver } from '../../table/hand-overs.ts';
import { getLook } from '../../table/looks.ts';
import { getStanding } from '../../table/partnerships.ts';
import { addPortalSession } from '../../table/portal-sessions.ts';
import { getProgram } from '../../table/programs.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
import { type Context, type PublicContext, publicRoute, type Route, route } from '../shared/api.ts';
import { hashSecret } from '../shared/api-key-auth.ts';
import { partnershipOf } from '../shared/auth.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { createHandOver, getPortalHost, redeemHandOver } from '../shared/contracts/portal-hosts.ts';
import { showsPortal } from '../shared/portal-hosts.ts';
import { newPortalSession } from '../shared/portal-sessions.ts';
import type { ProgramsDeps } from './deps.ts';
import { isProved } from './domain-proof.ts';

const CODE_BYTES = 32;
const GOOD_FOR_MS = 60_000;

/** The domain that shows a portal on a host: verified, and still whose the host is. */
const portalOn = async (store: Store, host: string): Promise<LinkDomain | undefined> => {
  const owner = await hostOwner(store, host);
  const domain = owner === undefined ? undefined : await domains.get(store, owner.program, owner.domain);
  return domain !== undefined && showsPortal(domain) ? domain : undefined;
};

const tell = async (deps: ProgramsDeps, host: string): Promise<DataOf<typeof getPortalHost>> => {
  const domain = await portalOn(deps.store, host);
  if (domain === undefined) throw notFound('portal', 'host');
  const [program, look] = await Promise.all([
    getProgram(deps.store, domain.program),
    getLook(deps.store, domain.program),
  ]);
  if (program === undefined) throw notFound('portal', 'host');
  return { program_key: program.key, name: look.name ?? program.name, site_url: deps.siteUrl };
};

/** Where the portal on a host is: as the site is reached, by another name. */
const portalAddress = ({ siteUrl }: ProgramsDeps, host: string): string => {
  const address = new URL('/portal/', siteUrl);
  address.hostname = host;
  return address.href;
};

/**
 * Hands the login of the caller over to a host of its program. The proof is looked up at this moment: a host whose
 * record was withdrawn gets nobody's login, whether or not the merchant has looked since.
 */
const handOver = async (
  deps: ProgramsDeps,
  context: Context,
  { body: { host, challenge } }: InputOf<typeof createHandOver>,
): Promise<DataOf<typeof createHandOver>> => {
  const { program, caller, now } = context;
  const partnership = partnershipOf(context);
  const domain = await portalOn(deps.store, host);
  if (domain?.program !== program || !(await isProved(deps.dns, domain))) throw notFound('portal', 'host');
  const code = deps.ids.secret(CODE_BYTES);
  const expires_at = now + GOOD_FOR_MS;
  const order = { program, mode: caller.mode, partnership, host, challenge, ends_at: expires_at };
  await deps.store.write(addHandOver(hashSecret(code), order));
  return { code, portal_url: portalAddress(deps, host), expires_at };
};

/** One answer to every code that is not good, so that none tells what was wrong with it. */
const notGood = (): Failure =>
  new Failure('gone', 'This code was used, has expired, or was asked for with another secret.', {
    reason: 'expired',
    param: 'code',
  });

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** Whether what was good when the code was made still is: the partner, and the portal on this host. */
const stands = async (store: Store, { program, partnership, host }: HandOver): Promise<boolean> => {
  const [domain, standing] = await Promise.all([portalOn(store, host), getStanding(store, partnership)]);
  return domain?.program === program && standing?.program === program && standing.status === 'active';
};

const redeem = async (
  deps: ProgramsDeps,
  { now }: PublicContext,
  { body: { code, verifier } }: InputOf<typeof redeemHandOver>,
): Promise<DataOf<typeof redeemHandOver>> => {
  const { store, ids } = deps;
  const used = hashSecret(code);
  const found = await getHandOver(store, used);
  if (found === undefined || found.ends_at <= now || found.challenge !== challengeOf(verifier)) throw notGood();
  if (!(await stands(store, found))) throw notGood();
  const { program, mode, partnership } = found;
  const { token, hash, session } = newPortalSession(ids, { program, mode, partnership }, now);
  try {
    await store.transact([useHandOver(used), addPortalSession(hash, session)]);
  } catch (error) {
    if (error instanceof ConditionFailed && error.condition === 'hand_over_used') throw notGood();
    throw error;
  }
  const { key, created_at, ends_at } = session;
  return { key, created_at, partnership_key: partnership, token, expires_at: ends_at };
};

/** The portal on hosts of the merchant's own: whose it is, and how a login gets there. */
export const portalHostRoutes = (deps: ProgramsDeps): readonly Route[] => [
  publicRoute(getPortalHost, (_context, { params }) => tell(deps, params.host)),
  route(createHandOver, (context, input) => handOver(deps, context, input)),
  publicRoute(redeemHandOver, (context, input) => redeem(deps, context, input)),
];
