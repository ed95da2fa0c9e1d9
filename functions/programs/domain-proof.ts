import type { LinkDomain } from '../../table/definitions.ts';
import type { Dns } from '../shared/dns.ts';

const PROOF_NAME = '_fairshare';

/** The record that proves whose a host is, as the merchant sets it at its own name servers. */
export const proofRecord = ({ name, token }: LinkDomain): { readonly name: string; readonly value: string } => ({
  name: `${PROOF_NAME}.${name}`,
  value: `fairshare-verification=${token}`,
});

/** Whether the proof stands at this moment. */
export const isProved = async (dns: Dns, domain: LinkDomain): Promise<boolean> => {
  const { name, value } = proofRecord(domain);
  return (await dns.texts(name)).includes(value);
};
