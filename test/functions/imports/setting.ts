import type { ImportKind, ImportSource, Reading } from '../../../domain/imports/records.ts';
import { NOTHING_DONE } from '../../../domain/imports/tally.ts';
import { openHints } from '../../../functions/shared/hints.ts';
import { openIds } from '../../../functions/shared/ids.ts';
import { applyReadings } from '../../../functions/shared/imports/apply.ts';
import type { Import, ImportDeps } from '../../../functions/shared/imports/run.ts';
import { readCustomer } from '../../../table/customers.ts';
import { readEarning } from '../../../table/earnings.ts';
import { readGrant } from '../../../table/grants.ts';
import { readLink } from '../../../table/links.ts';
import { readProfile, readStanding } from '../../../table/partnerships.ts';
import { configurationCache } from '../../../table/programs.ts';
import { readSale } from '../../../table/transactions.ts';
import { CrashingStore } from '../../support/crashing-store.ts';
import { importFixture, readingsOf } from '../../support/import-fixtures.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { openMerchant } from '../../support/merchant.ts';

/** A file of each kind, in the shape of one system. */
export const FILES = [
  ['partners', 'partnerstack/partners.csv'],
  ['customers', 'partnerstack/customers.csv'],
  ['transactions', 'partnerstack/transactions.csv'],
  ['rewards', 'partnerstack/rewards.csv'],
] as const satisfies readonly (readonly [ImportKind, string])[];

export const fileReadings = (source: ImportSource, kind: ImportKind, path: string): readonly Reading[] =>
  readingsOf(source, kind, importFixture(path));

/** A merchant who comes from another system. */
export const openImports = async () => {
  const memory = new MemoryStore();
  const store = new CrashingStore(memory);
  const merchant = await openMerchant({}, store);
  await merchant.must('PATCH', '/v2/programs', { destination_url: 'https://shop.example/' });
  const deps: ImportDeps = {
    store,
    clock: merchant.clock,
    ids: openIds(),
    chance: () => 0,
    configurations: configurationCache(store),
    hints: openHints(),
    clicksOf: async () => [],
    publicUrl: 'https://acme.example',
  };
  const job = (changes: Partial<Import> = {}): Import => ({
    key: 'job_1',
    program: merchant.program,
    source: 'partnerstack',
    dry: false,
    now: merchant.clock.now(),
    actor: 'key_test',
    currency: 'GBP',
    groups: {},
    ...changes,
  });
  /** Applies lists one after another, as a job does. */
  const run = async (lists: readonly (readonly [string, readonly Reading[]])[], changes: Partial<Import> = {}) => {
    let tally = NOTHING_DONE;
    const report: string[] = [];
    for (const [name, readings] of lists) {
      const applied = await applyReadings(deps, job(changes), name, readings, tally);
      tally = applied.tally;
      report.push(...applied.report.map((row) => `${row.list} ${row.line} ${row.reason}`));
    }
    return { tally, report };
  };
  return { ...merchant, memory, store, deps, run };
};

/** Everything that a merchant sees of what is there, without keys that chance has made. */
export const visible = (memory: MemoryStore) => {
  const items = [...memory.items.values()];
  const ofFamily = (family: string, sk?: string) =>
    items.filter((item) => item.pk.startsWith(`${family}#`) && (sk === undefined || item.sk.startsWith(sk)));
  const profiles = ofFamily('PART', 'PROFILE').map(readProfile);
  const emails = new Map(profiles.map((profile) => [profile.key, profile.email]));
  const emailOf = (key: string | undefined): string => emails.get(key ?? '') ?? 'nobody';
  return {
    partners: ofFamily('PART', 'STANDING')
      .map(readStanding)
      .map(({ key, joined_at, lifetime, months }) => ({
        email: emailOf(key),
        joined_at,
        lifetime,
        facts: Object.values(months).reduce((total, month) => total + month.facts, 0),
      }))
      .sort((a, b) => (a.email < b.email ? -1 : 1)),
    links: ofFamily('LINK')
      .map(readLink)
      .map((link) => `${link.slug} ${emailOf(link.partnership)}`)
      .sort(),
    claims: ofFamily('CLAIM')
      .map((item) => `${String(item['kind'])} ${String(item['value'])} ${emailOf(String(item['partnership']))}`)
      .sort(),
    customers: ofFamily('CUST')
      .map(readCustomer)
      .map((one) => `${one.customer_key} ${emailOf(one.attribution?.partnership)} ${one.created_at}`)
      .sort(),
    sales: ofFamily('TXN', 'SALE')
      .map(readSale)
      .map((sale) => `${sale.external_key} ${sale.amount} ${emailOf(sale.partnership?.key)} ${sale.happened_at}`)
      .sort(),
    grants: ofFamily('GRANT')
      .map(readGrant)
      .map((grant) => `${grant.external_key} ${grant.amount} ${emailOf(grant.partnership)} ${grant.note}`)
      .sort(),
    earned: ofFamily('PART', 'EARN')
      .map(readEarning)
      .map((earning) => `${emailOf(earning.partnership)} ${earning.rewards.map((one) => one.amount).join()}`)
      .sort(),
    marks: ofFamily('PART', 'MARK').length,
    groups: ofFamily('PROG', 'GROUP')
      .map((item) => String(item['name']))
      .sort(),
  };
};
