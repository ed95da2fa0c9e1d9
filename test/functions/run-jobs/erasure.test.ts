import { inflateRawSync } from 'node:zlib';
import { erasureStep } from '../../../functions/run-jobs/erasure.ts';
import { keptFile } from '../../../functions/shared/files.ts';
import type { Person } from '../../../functions/shared/persons.ts';
import { type Application, addApplication, nameApplication } from '../../../table/applications.ts';
import { addAuditEvent } from '../../../table/audit-events.ts';
import { addClaim } from '../../../table/claims.ts';
import { addCustomer } from '../../../table/customers.ts';
import { deals, takeSign } from '../../../table/deals.ts';
import type { Job } from '../../../table/jobs.ts';
import { takePartnerName } from '../../../table/partner-names.ts';
import { addPartnershipNote } from '../../../table/partnership-notes.ts';
import { profileItem } from '../../../table/partnerships.ts';
import { absent, type Write } from '../../../table/store.ts';
import { addUser, addUserMember, putUserEmail } from '../../../table/users.ts';
import { CrashingStore } from '../../support/crashing-store.ts';
import { FakeLogins } from '../../support/fake-logins.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { NOW, PROGRAM } from '../../support/setting.ts';

const PART = 'part_00000000000000000000000001';
const MAIL = 'Canary@partners.example';
const at = { created_at: NOW, updated_at: NOW, rev: 1 };
const person: Person = {
  ...{ program: PROGRAM, merchant: 'mer_1', mode: 'live', partnership: PART, email: MAIL, user: 'user-1' },
  customers: [{ key: 'cust_1', customer_key: 'c-1' }],
};

const job = (changes: Partial<Job> = {}): Job => ({
  ...{ key: 'job_1', program: PROGRAM, kind: 'erasure', asked_by: 'key_1', state: 'running' },
  parameters: { subject_type: 'partnership', subject_key: PART, person },
  ...{ done: 0, run: 1, tries: 0, files: [], ...at, ...changes },
});

const audit = (key: string, subject: string, type: string, after: Readonly<Record<string, unknown>>): Write =>
  addAuditEvent({
    ...{ key, program: PROGRAM, at: NOW, actor: 'key_1', operation: 'anything', request_id: 'req_1', subject },
    changes: [{ type, key: subject, before: null, after }],
  });

const application: Application = {
  ...{ key: 'appl_1', program: PROGRAM, status: 'approved', group: 'grp_main', version: 1, email: MAIL },
  files: [{ upload: 'up_1', field: 'kit', name: 'canary.pdf', content_type: 'application/pdf', size: 3 }],
  ...{ repeated: 0, partnership: PART, answers: { first_name: 'Canary' }, ...at },
};

const WRITES: readonly Write[] = [
  {
    kind: 'put',
    item: profileItem({
      ...{ key: PART, program: PROGRAM, partner_key: 'canary', email: MAIL, first_name: 'Canary', user: 'user-1' },
      ...{ inactive: { since: NOW, reason: 'canary', closed: true }, ...at },
    }),
    condition: absent('new'),
  },
  takePartnerName(PROGRAM, 'KEY', 'canary', PART),
  takePartnerName(PROGRAM, 'EMAIL', MAIL, PART),
  addPartnershipNote({
    ...{ key: 'note_1', program: PROGRAM, partnership: PART, text: 'canary', by: 'key_1', created_at: NOW },
  }),
  addApplication(application),
  nameApplication(application, undefined),
  addClaim({
    ...{ key: 'clm_1', program: PROGRAM, kind: 'email', value: MAIL, partnership: 'part_x' },
    created_at: NOW,
  }),
  addCustomer(
    { ...{ key: 'cust_1', program: PROGRAM, customer_key: 'c-1', email: MAIL, name: 'Canary', country: 'GB' }, ...at },
    { fact: { metadata: { nick: 'canary' }, amount: 1 } },
  ),
  ...deals.add({
    ...{ key: 'deal_1', program: PROGRAM, group: 'grp_main', source: 'partner', archived: false, status: 'registered' },
    ...{ reached: [], contact_email: MAIL, contact_first_name: 'Canary', signs: ['email:canary@partners.example'] },
    ...at,
  }),
  takeSign(PROGRAM, 'email:canary@partners.example', 'deal_1'),
  audit('aud_1', PART, 'partnership', { first_name: 'Canary', status: 'active' }),
  audit('aud_2', 'deal_1', 'deal', { contact_first_name: 'Canary' }),
  audit('aud_3', 'grp_1', 'group', { name: 'Others', terms: `Ask ${MAIL.toUpperCase()}` }),
  audit('aud_4', 'part_other', 'partnership', { first_name: 'Somebody' }),
  addUser({ user: 'user-1', email: MAIL, ...at }),
  putUserEmail(MAIL, undefined, { user: 'user-1' }),
];

const open = async (more: readonly Write[] = []) => {
  const memory = new MemoryStore();
  await memory.transact([...WRITES, ...more]);
  const files = new MemoryFiles();
  await files.write(keptFile(PROGRAM, 'up_1'), 'pdf', 'application/pdf');
  const logins = new FakeLogins();
  logins.accounts.set('user-1', { email: MAIL, password: undefined });
  const store = new CrashingStore(memory);
  const step = erasureStep({ store, files, logins, chance: () => 0 });
  /** Takes step after step; one that ended in a crash is begun again where the last one had stored. */
  const finish = async (first = job()): Promise<Job> => {
    let now = first;
    for (let steps = 0; steps < 500; steps++) {
      const result = await step(now).catch(() => undefined);
      if (result === undefined) {
        store.crashAt(undefined);
        continue;
      }
      const { done, cursor, report, parameters = now.parameters, finished } = result;
      now = { ...now, done, cursor, report, parameters };
      if (finished) return now;
    }
    throw new Error('The erasure does not end.');
  };
  return { memory, files, logins, store, finish };
};

const textOf = (memory: MemoryStore): string =>
  JSON.stringify([...memory.items.values()], (_key, value: unknown) =>
    value instanceof Uint8Array ? inflateRawSync(value).toString('utf8') : value,
  );

describe('An erasure', () => {
  it('leaves nothing of the person, and everything of others', async () => {
    const { memory, files, logins, finish } = await open();
    const done = await finish();
    expect(textOf(memory).toLowerCase()).not.toContain('canary');
    expect(textOf(memory)).toContain('Somebody');
    expect(textOf(memory)).toContain(`erased-${PART}@erased.invalid`);
    expect(files.stored.size).toBe(0);
    expect(logins.accounts.size).toBe(0);
    expect(done.parameters).toEqual({ subject_type: 'partnership', subject_key: PART });
    expect(done.report?.counts).toMatchObject({ names: 2, applications: 2, deals: 3, customers: 1, login: 1 });
  });

  it('changes nothing more when it is done again', async () => {
    const { memory, finish } = await open();
    await finish();
    const once = textOf(memory);
    expect((await finish()).report?.counts).toEqual({});
    expect(textOf(memory)).toBe(once);
  });

  it.each(['before', 'after'] as const)('ends the same after a crash %s any of its writes', async (moment) => {
    const whole = await open();
    await whole.finish();
    const { writes } = whole.store;
    expect(writes).toBeGreaterThan(12);
    for (let crash = 0; crash < writes; crash++) {
      const { memory, store, files, logins, finish } = await open();
      store.crashAt(crash, moment);
      await finish();
      expect({ crash, text: textOf(memory) }).toEqual({ crash, text: textOf(whole.memory) });
      expect([files.stored.size, logins.accounts.size]).toEqual([0, 0]);
    }
  });

  it('keeps the login of somebody who belongs to something else, and signs it out', async () => {
    const { memory, logins, finish } = await open([addUserMember('user-1', { merchant: 'mer_2', member: 'mem_1' })]);
    await finish();
    expect(logins.accounts.size).toBe(1);
    expect(logins.signedOut).toEqual(['user-1']);
    expect(memory.items.has('USER#user-1 | HEAD')).toBe(true);
  });
});
