import { domains, type LinkDomain } from '../../table/definitions.ts';
import type { Store } from '../../table/store.ts';

/** Whether partners find their portal on a host: its records are there, and the merchant wants it. */
export const showsPortal = (domain: LinkDomain): boolean => domain.status === 'verified' && domain.portal === true;

/** The host of the merchant's own on which the program's partners find their portal; undefined when there is none. */
export const portalHostOf = async (store: Store, program: string): Promise<string | undefined> =>
  (await domains.all(store, program)).find(showsPortal)?.name;
