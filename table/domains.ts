import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { domainKey, domainLinkKey } from './keys.ts';
import { absent, type Condition, type Store, unchanged, type Write } from './store.ts';

/** The one program of the whole installation whose links a host serves. */
const HostOwner = z.object({ host: z.string(), program: z.string(), domain: z.string(), rev: z.int() });
export type HostOwner = z.infer<typeof HostOwner>;

/** Whose a host is; undefined when nobody has proved that it is theirs. */
export const hostOwner = async (store: Store, host: string): Promise<HostOwner | undefined> => {
  const item = await store.get(domainKey(host));
  return item === undefined ? undefined : decode(HostOwner, item);
};

/** Gives a host that nobody has to a program (`host_changed`). */
export const takeHost = (owner: Omit<HostOwner, 'rev'>): Write => ({
  kind: 'put',
  item: { ...domainKey(owner.host), ...owner, rev: 1 },
  condition: absent('host_changed'),
});

/** Gives a host to another program than it had (`host_changed`). */
export const passHost = (before: HostOwner, after: Omit<HostOwner, 'rev'>): Write => ({
  kind: 'put',
  item: { ...domainKey(after.host), ...after, rev: before.rev + 1 },
  condition: unchanged('host_changed', before.rev),
});

/** The host is nobody's any more (`host_changed`). */
export const releaseHost = (owner: HostOwner): Write => ({
  kind: 'delete',
  key: domainKey(owner.host),
  condition: unchanged('host_changed', owner.rev),
});

/** The host is still whose it was when it was read (`host_changed`). */
export const keepsHost = (owner: HostOwner): Write => ({
  kind: 'check',
  key: domainKey(owner.host),
  condition: unchanged('host_changed', owner.rev),
});

const EXISTS: Condition = { name: 'host_link_gone', expression: 'attribute_exists(pk)' };

/** Remembers that a link is reached on a host (`host_link_exists`). */
export const addHostLink = (program: string, host: string, link: string): Write => ({
  kind: 'put',
  item: { ...domainLinkKey(program, host, link) },
  condition: absent('host_link_exists'),
});

/** The link is gone (`host_link_gone`). */
export const removeHostLink = (program: string, host: string, link: string): Write => ({
  kind: 'delete',
  key: domainLinkKey(program, host, link),
  condition: EXISTS,
});

/** Whether any link of the program is reached on the host. */
export const hostHasLinks = async (store: Store, program: string, host: string): Promise<boolean> => {
  const { pk } = domainLinkKey(program, host, '');
  return (await store.query({ pk, prefix: 'link_', limit: 1 })).items.length > 0;
};
