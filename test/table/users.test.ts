import {
  addMember,
  changeMember,
  getMember,
  getTeam,
  type Member,
  memberWithEmail,
  putTeam,
  releaseMemberEmail,
  removeMember,
  takeMemberEmail,
} from '../../table/team.ts';
import {
  addUser,
  addUserMember,
  addUserPartner,
  belongingIn,
  belongingsOf,
  changeUser,
  getUser,
  getUserEmail,
  putUserEmail,
  releaseUserEmail,
  removeUserMember,
  removeUserPartner,
  userWithEmail,
} from '../../table/users.ts';
import { MemoryStore } from '../support/memory-store.ts';

const anna = { user: 'u-1', email: 'anna@acme.example', created_at: 1, updated_at: 1, rev: 1 };
const member: Member = {
  ...{ key: 'mem_1', merchant: 'mer_1', email: 'anna@acme.example', role: 'owner', user: 'u-1' },
  ...{ created_at: 1, updated_at: 1, rev: 1 },
};

test('A person is stored once and changed only as it was read', async () => {
  const store = new MemoryStore();
  await store.transact([addUser(anna)]);
  expect(await getUser(store, 'u-1')).toEqual(anna);
  await expect(store.transact([addUser(anna)])).rejects.toMatchObject({ condition: 'user_exists' });
  const after = { ...anna, email: 'ann@acme.example' };
  await store.transact([changeUser(anna, after)]);
  expect(await getUser(store, 'u-1')).toEqual({ ...after, rev: 2 });
  await expect(store.transact([changeUser(anna, after)])).rejects.toMatchObject({ condition: 'user_changed' });
  expect(await getUser(store, 'u-2')).toBeUndefined();
});

test('An e-mail address belongs to one person, however it is capitalised', async () => {
  const store = new MemoryStore();
  const email = 'Anna@Acme.example';
  await store.write(putUserEmail(email, undefined, { claimed_until: 5 }));
  await expect(store.write(putUserEmail('anna@acme.example', undefined, { user: 'u-2' }))).rejects.toMatchObject({
    condition: 'email_taken',
  });
  const claim = await getUserEmail(store, email);
  expect(claim).toEqual({ claimed_until: 5, rev: 1 });
  expect(await userWithEmail(store, email)).toBeUndefined();
  await store.write(putUserEmail(email, claim, { user: 'u-1' }));
  expect(await userWithEmail(store, 'ANNA@acme.EXAMPLE')).toBe('u-1');
  await expect(store.write(putUserEmail(email, claim, { user: 'u-2' }))).rejects.toMatchObject({
    condition: 'email_taken',
  });
  await store.transact([releaseUserEmail(email, { user: 'u-1', rev: 2 })]);
  expect(await getUserEmail(store, email)).toBeUndefined();
});

test('A person belongs to teams and programs, and leaves them', async () => {
  const store = new MemoryStore();
  await store.transact([addUserMember('u-1', { merchant: 'mer_1', member: 'mem_1' })]);
  await store.transact([addUserPartner('u-1', { program: 'prog_2', partnership: 'part_1' })]);
  expect(await belongingsOf(store, 'u-1')).toEqual({
    members: [{ merchant: 'mer_1', member: 'mem_1' }],
    partners: [{ program: 'prog_2', partnership: 'part_1' }],
  });
  expect(await belongingIn(store, 'u-1', { merchant: 'mer_1', program: 'prog_1' })).toEqual({
    member: { merchant: 'mer_1', member: 'mem_1' },
    partner: undefined,
  });
  const again = store.transact([addUserPartner('u-1', { program: 'prog_2', partnership: 'part_2' })]);
  await expect(again).rejects.toMatchObject({ condition: 'partner_exists' });
  await store.transact([removeUserMember('u-1', 'mer_1'), removeUserPartner('u-1', 'prog_2')]);
  expect(await belongingsOf(store, 'u-1')).toEqual({ members: [], partners: [] });
  await expect(store.transact([removeUserMember('u-1', 'mer_1')])).rejects.toMatchObject({ condition: 'member_gone' });
});

test('A member is stored once, changed and removed only as it was read', async () => {
  const store = new MemoryStore();
  await store.transact([addMember(member)]);
  expect(await getMember(store, 'mer_1', 'mem_1')).toEqual(member);
  await expect(store.transact([addMember(member)])).rejects.toMatchObject({ condition: 'member_exists' });
  await store.transact([changeMember(member, { ...member, role: 'finance' })]);
  await expect(store.transact([removeMember(member)])).rejects.toMatchObject({ condition: 'member_changed' });
  await store.transact([removeMember({ ...member, rev: 2 })]);
  expect(await getMember(store, 'mer_1', 'mem_1')).toBeUndefined();
});

test('Two changes of a team at the same moment follow each other', async () => {
  const store = new MemoryStore();
  expect(await getTeam(store, 'mer_1')).toBeUndefined();
  await store.transact([putTeam('mer_1', undefined, { members: 1, owners: 1 })]);
  const team = await getTeam(store, 'mer_1');
  expect(team).toEqual({ members: 1, owners: 1, rev: 1 });
  await store.transact([putTeam('mer_1', team, { members: 2, owners: 1 })]);
  const late = store.transact([putTeam('mer_1', team, { members: 0, owners: 0 })]);
  await expect(late).rejects.toMatchObject({ condition: 'team_changed' });
});

test('An e-mail address is in a team once, however it is capitalised', async () => {
  const store = new MemoryStore();
  await store.transact([takeMemberEmail('mer_1', 'Anna@acme.example', 'mem_1')]);
  expect(await memberWithEmail(store, 'mer_1', 'anna@ACME.example')).toBe('mem_1');
  expect(await memberWithEmail(store, 'mer_2', 'anna@acme.example')).toBeUndefined();
  const again = store.transact([takeMemberEmail('mer_1', 'anna@acme.example', 'mem_2')]);
  await expect(again).rejects.toMatchObject({ condition: 'member_email_taken' });
  await store.transact([releaseMemberEmail('mer_1', 'ANNA@acme.example')]);
  expect(await memberWithEmail(store, 'mer_1', 'anna@acme.example')).toBeUndefined();
});
