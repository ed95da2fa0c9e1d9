import * as z from 'zod';
import type { Caller } from './caller.ts';

const Record = z.object({ type: z.string(), name: z.string(), value: z.string() });
const Domains = z.object({ items: z.array(z.object({ host: z.string(), records: z.array(Record) })) });

/** Sets the records that the merchant is asked to set for a host. */
export const setRecords = async (merchant: Caller, url: string, host: string): Promise<void> => {
  const { items } = await merchant.data(Domains, 'GET', '/v2/domains');
  for (const { type, name, value } of items.find((each) => each.host === host)?.records ?? []) {
    await fetch(new URL('/_local/dns', url), { method: 'POST', body: JSON.stringify({ type, name, value }) });
  }
};

/** Takes the records of a name away. */
export const withdrawRecords = async (url: string, name: string): Promise<void> => {
  await fetch(new URL(`/_local/dns?name=${name}`, url), { method: 'DELETE' });
};
