import { mayGrant, PORTAL_SCOPES, ROLES, SCOPES, scopesOf } from '../../domain/roles.ts';

const MONEY = ['billing:read', 'billing:write', 'payments:read', 'payments:write', 'merchant:read', 'merchant:write'];

test('An owner and an admin may do everything that a key may do', () => {
  expect(scopesOf('owner')).toEqual(SCOPES);
  expect(scopesOf('admin')).toEqual(SCOPES);
});

test('A manager runs the program and sees no money', () => {
  const scopes: readonly string[] = scopesOf('manager');
  expect(scopes).toEqual(expect.arrayContaining(['programs:write', 'partnerships:write', 'rewards:write']));
  for (const scope of MONEY) expect(scopes).not.toContain(scope);
});

test('Finance handles money, exports what it sees, and changes nothing else', () => {
  const scopes: readonly string[] = scopesOf('finance');
  expect(scopes).toEqual(expect.arrayContaining(MONEY));
  const writes = scopes.filter((scope) => scope.endsWith(':write'));
  expect(writes.toSorted()).toEqual(['billing:write', 'exports:write', 'merchant:write', 'payments:write']);
});

test('Whoever may only read changes nothing', () => {
  expect(scopesOf('read_only').filter((scope) => !scope.endsWith(':read'))).toEqual([]);
});

test('Only owners and admins handle the team, keys, the audit log and personal data, and let anybody into a portal', () => {
  for (const scope of ['team:write', 'keys:write', 'audit:read', 'privacy:write', 'portal-sessions:write'] as const) {
    expect([scope, ROLES.filter((role) => scopesOf(role).includes(scope))]).toEqual([scope, ['owner', 'admin']]);
  }
});

test('No role and no key holds what is for partners only', () => {
  expect(PORTAL_SCOPES).toEqual(['portal:read', 'portal:write', 'portal:account:read', 'portal:account:write']);
  for (const scope of PORTAL_SCOPES) {
    expect(SCOPES).not.toContain(scope);
    for (const role of ROLES) expect(scopesOf(role)).not.toContain(scope);
  }
});

test('Nobody grants a role above his own, and only owners and admins grant any', () => {
  const granted = ROLES.map((own) => [own, ROLES.filter((role) => mayGrant(own, role))]);
  expect(granted).toEqual([
    ['owner', [...ROLES]],
    ['admin', ['admin', 'manager', 'finance', 'read_only']],
    ['manager', []],
    ['finance', []],
    ['read_only', []],
  ]);
});
