import { routes } from '../../../functions/accounts/routes.ts';
import { operate } from '../../../functions/operator/operate.ts';
import { accountMails, isAccountMail } from '../../../functions/send-emails/account-mails.ts';
import type { Mail } from '../../../functions/send-emails/texts.ts';
import { accessTokens } from '../../../functions/shared/access-tokens.ts';
import { serve } from '../../../functions/shared/api.ts';
import { auditing } from '../../../functions/shared/auditing.ts';
import { openEdgeOver } from '../../../functions/shared/edge.ts';
import { openIds } from '../../../functions/shared/ids.ts';
import { openMailedTokens } from '../../../functions/shared/mailed-tokens.ts';
import { configurationCache } from '../../../table/programs.ts';
import type { Item, Store } from '../../../table/store.ts';
import { FakeLogins } from '../../support/fake-logins.ts';
import { MovableClock } from '../shared/fakes/clock.ts';
import { KeptLog } from '../shared/fakes/edge.ts';
import { httpEvent } from '../shared/fakes/http-event.ts';
import { LOGIN, openFakeLogin } from '../shared/fakes/login.ts';

/** Parsed JSON, which tests look into as they expect it to be. */
type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly data: Json;
  readonly error: Json;
}

/** The store, with what its insertions announce. */
const announcing = (store: Store, announced: Item[]): Store => ({
  ...store,
  async write(write) {
    await store.write(write);
    if (write.kind === 'put' && typeof write.item['announces'] === 'string') announced.push(write.item);
  },
  async transact(writes) {
    await store.transact(writes);
    for (const write of writes) {
      if (write.kind === 'put' && typeof write.item['announces'] === 'string') announced.push(write.item);
    }
  },
});

let installations = 0;

/**
 * The accounts function over a real table, with a merchant that has an owner and two programs. `mails` are those that the
 * announced events ask for, with real tokens in their links.
 */
export const openAccounts = async (table: Store, signUpOpen = true) => {
  const announced: Item[] = [];
  const clock = new MovableClock();
  const log = new KeptLog();
  const ids = openIds();
  const logins = new FakeLogins(ids.secret(6));
  const sourceIp = `192.0.2.1 ${installations}`;
  const fake = await openFakeLogin(clock);
  const store = announcing(auditing(table, ids), announced);
  const tokens = async () => openMailedTokens('a secret of the test');
  const configurations = configurationCache(store);
  const deps = { store, logins, tokens, ids, clock, chance: () => 0, configurations, signUpOpen };
  const operator = operate({ ...deps, log });
  const made: Json = await operator({ action: 'merchant.create', name: 'Acme', currency: 'GBP' });
  const email = `owner-${installations++}-${ids.secret(6)}@acme.example`.toLowerCase();
  const owner: Json = await operator({ action: 'member.create', merchant_key: made.merchant_key, email });
  const own = await fake.token([...logins.accounts.keys()].at(-1) ?? '');
  const read = accessTokens(LOGIN, clock, async () => fake.keys);
  const handle = serve(openEdgeOver(store, clock, log, ids, read), routes(deps));
  const call = async (method: string, path: string, body?: unknown, token?: string): Promise<Answer> => {
    const key = token ?? null;
    const answer = await handle(httpEvent({ method, path, body, key, sourceIp }));
    if (answer.statusCode === 500) throw new Error(log.lines.join('\n'));
    return { status: answer.statusCode, ...JSON.parse(answer.body) };
  };
  const mails = async (): Promise<readonly Mail[]> => {
    const written: Mail[] = [];
    for (const item of announced) {
      const type = String(item['announces']);
      const { rev: _rev, ...announcement } = item;
      const mail = isAccountMail(type)
        ? await accountMails({ store, tokens, publicUrl: 'https://go.acme.example' }, type, announcement)
        : [];
      written.push(...mail);
    }
    return written;
  };
  /** The token in the newest mail to an address. */
  const mailed = async (to: string): Promise<string> => {
    const mail = (await mails()).findLast((each) => each.to === to);
    return /https:\/\/go\.acme\.example\/account\/#[\w-]+=([\w-]{43})\n/.exec(mail?.text ?? '')?.[1] ?? '';
  };
  /** Somebody whom the owner invites, and who accepts as somebody new. */
  const join = async (name: string, role: string) => {
    const address = `${name}-${ids.secret(6)}@acme.example`.toLowerCase();
    const invited = await call('POST', '/v2/team', { email: address, role }, own);
    const accepted = await call('POST', `/v2/public/invitations/${await mailed(address)}`, {
      password: 'Geheim 12345',
    });
    if (accepted.status !== 200) throw new Error(JSON.stringify(accepted.error));
    const user = [...logins.accounts].find(([, account]) => account.email === address)?.[0] ?? '';
    return { key: invited.data.key, email: address, user, token: await fake.token(user) };
  };
  return {
    ...{ made, owner, own, ownEmail: email, call, mails, mailed, join },
    ...{ clock, logins, fake, operator, table },
  };
};
