/** The roles of a merchant's team, from the one that may do most. */
export const ROLES = ['owner', 'admin', 'manager', 'finance', 'read_only'] as const;
export type Role = (typeof ROLES)[number];

const EVERYBODY = ROLES;
const ADMINS = ['owner', 'admin'] as const satisfies readonly Role[];
const MANAGERS = ['owner', 'admin', 'manager'] as const satisfies readonly Role[];
/** Who sees money: a manager does not. */
const FINANCE = ['owner', 'admin', 'finance'] as const satisfies readonly Role[];
const FINANCE_READERS = ['owner', 'admin', 'finance', 'read_only'] as const satisfies readonly Role[];
/** Whoever works with data may take it along; each sees in an export only what it sees elsewhere. */
const EXPORTERS = ['owner', 'admin', 'manager', 'finance'] as const satisfies readonly Role[];
/** Partners hold these, and nobody else does: no role and no key. */
const NO_ROLE = [] as const satisfies readonly Role[];

/**
 * Every scope, and the roles that hold it. Whoever is not named here may not: a scope that is added does not compile
 * until this table says who has it.
 */
const HOLDERS = {
  'programs:read': EVERYBODY,
  'programs:write': MANAGERS,
  'partnerships:read': EVERYBODY,
  'partnerships:write': MANAGERS,
  'sales:read': EVERYBODY,
  'sales:write': MANAGERS,
  'rewards:read': EVERYBODY,
  'rewards:write': MANAGERS,
  'forms:read': EVERYBODY,
  'forms:write': MANAGERS,
  'leads:read': EVERYBODY,
  'leads:write': MANAGERS,
  'deals:read': EVERYBODY,
  'deals:write': MANAGERS,
  'billing:read': FINANCE_READERS,
  'billing:write': FINANCE,
  'payments:read': FINANCE_READERS,
  'payments:write': FINANCE,
  'merchant:read': FINANCE_READERS,
  'merchant:write': FINANCE,
  'keys:write': ADMINS,
  'team:read': EVERYBODY,
  'team:write': ADMINS,
  'audit:read': ADMINS,
  'privacy:read': ADMINS,
  'privacy:write': ADMINS,
  'imports:read': MANAGERS,
  'imports:write': MANAGERS,
  'exports:read': EXPORTERS,
  'exports:write': EXPORTERS,
  /** Lets somebody into the portal of a partnership: who has it sees that partner's money. */
  'portal-sessions:write': ADMINS,
  'portal:read': NO_ROLE,
  'portal:write': NO_ROLE,
  /** Who the partner is, where the money goes, and what binds it: for whoever has logged in, not for the embedded portal. */
  'portal:account:read': NO_ROLE,
  'portal:account:write': NO_ROLE,
} as const satisfies Readonly<Record<string, readonly Role[]>>;

/** What somebody may be allowed to do. An operation names exactly one; whoever does not hold it is refused. */
export type Scope = keyof typeof HOLDERS;

const isScope = (name: string): name is Scope => Object.hasOwn(HOLDERS, name);
/** Whether only partners hold a scope. */
export const isPortalScope = (scope: string): boolean => scope.startsWith('portal:');

const ALL: readonly Scope[] = Object.keys(HOLDERS).filter(isScope);
/** What a key may hold: partners have scopes of their own. */
export type KeyScope = Exclude<Scope, `portal:${string}`>;
/** Whether something is a scope that a key may hold. */
export const isKeyScope = (name: string): name is KeyScope => isScope(name) && !isPortalScope(name);
/** What a key may hold. */
export const SCOPES: readonly Scope[] = ALL.filter((scope) => !isPortalScope(scope));
/** What a partner holds. */
export const PORTAL_SCOPES: readonly Scope[] = ALL.filter(isPortalScope);
/** What the embedded portal holds, for which the merchant's server vouches and nobody has logged in. */
export const EMBEDDED_SCOPES: readonly Scope[] = ['portal:read', 'portal:write'];

const holders = (scope: Scope): readonly Role[] => HOLDERS[scope];

/** The scopes of a role. */
export const scopesOf = (role: Role): readonly Scope[] => ALL.filter((scope) => holders(scope).includes(role));

const GRANTS = {
  owner: ROLES,
  admin: ['admin', 'manager', 'finance', 'read_only'],
  manager: NO_ROLE,
  finance: NO_ROLE,
  read_only: NO_ROLE,
} as const satisfies Record<Role, readonly Role[]>;

/** Whether somebody of a role may give, change or take away another: nobody reaches above himself. */
export const mayGrant = (own: Role, role: Role): boolean => {
  const granted: readonly Role[] = GRANTS[own];
  return granted.includes(role);
};
