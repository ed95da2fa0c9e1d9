import { Resolver } from 'node:dns/promises';
import { Failure } from '../../domain/errors.ts';

/** What is looked up of a host. A name that does not exist has no records. */
export interface Dns {
  texts(name: string): Promise<readonly string[]>;
  aliases(name: string): Promise<readonly string[]>;
  addresses(name: string): Promise<readonly string[]>;
}

/** The name of a host without a port, which an address on a developer's machine has. */
export const hostName = (text = ''): string => text.toLowerCase().replace(/:\d+$/, '');

const NOTHING: readonly unknown[] = ['ENOTFOUND', 'ENODATA'];
const PATIENCE = { timeout: 2_000, tries: 2 };

const orNothing = async <T>(asked: Promise<readonly T[]>): Promise<readonly T[]> => {
  try {
    return await asked;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && NOTHING.includes(error.code)) return [];
    throw new Failure('busy', 'The name servers did not answer. Try again.', { retryAfterSeconds: 30 });
  }
};

/** Asks these name servers (`address:port`, separated by commas), or those of the system. */
export const openDns = (servers: string): Dns => {
  const resolver = new Resolver(PATIENCE);
  if (servers !== '') resolver.setServers(servers.split(',').map((server) => server.trim()));
  return {
    texts: async (name) => (await orNothing(resolver.resolveTxt(name))).map((parts) => parts.join('')),
    aliases: (name) => orNothing(resolver.resolveCname(name)),
    addresses: (name) => orNothing(resolver.resolve4(name)),
  };
};
