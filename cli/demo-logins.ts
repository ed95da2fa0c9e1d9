import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { invokeOperator } from './merchant.ts';
import type { Merchant } from './replay/run.ts';

const Login = z.object({ email: z.string(), password: z.string() });
const Logins = z.object({ owner: Login.optional(), partner: Login.optional() });
type Logins = z.infer<typeof Logins>;

const fileOf = (dataDir: string): string => join(dataDir, 'logins.json');

const known = (dataDir: string): Logins =>
  existsSync(fileOf(dataDir)) ? Logins.parse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8'))) : {};

const remember = (dataDir: string, logins: Logins): void =>
  writeFileSync(fileOf(dataDir), JSON.stringify(logins), { mode: 0o600 });

const FirstPage = z.object({ data: z.object({ items: z.array(z.object({ key: z.string() })) }) });

/** The partnership that earned most in the last thirty days: its portal shows most. Undefined while nobody has earned. */
const busiestPartnership = async (url: string, merchant: Merchant): Promise<string | undefined> => {
  const headers = { authorization: `Bearer ${merchant.secret_key}` };
  const answer = await fetch(`${url}/v2/statistics/top?by=partnership&measure=reward_cost&limit=1`, { headers });
  return FirstPage.parse(await answer.json()).data.items[0]?.key;
};

/** The owner's login of the demo, with a password that was made for this data folder: made once, and remembered in it. */
export const ownerLogin = async (dataDir: string, merchant: Merchant): Promise<string> => {
  const logins = known(dataDir);
  if (logins.owner === undefined) {
    const { merchant_key } = merchant;
    const asked = { action: 'member.create', merchant_key, email: 'owner@demo.example', role: 'owner' };
    logins.owner = Login.parse(await invokeOperator(dataDir, asked));
    remember(dataDir, logins);
  }
  return `${logins.owner.email}  ${logins.owner.password}`;
};

/** The login of one of the demo's partners, once it is filled. */
export const partnerLogin = async (dataDir: string, url: string, merchant: Merchant): Promise<string | undefined> => {
  const logins = known(dataDir);
  if (logins.partner === undefined) {
    const partnership_key = await busiestPartnership(url, merchant);
    if (partnership_key === undefined) return undefined;
    logins.partner = Login.parse(await invokeOperator(dataDir, { action: 'partner.login', partnership_key }));
    remember(dataDir, logins);
  }
  return `${logins.partner.email}  ${logins.partner.password}`;
};
