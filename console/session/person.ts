import { computed, signal } from '@preact/signals';
import { EMBEDDED_SCOPES, PORTAL_SCOPES, type Role, type Scope, scopesOf } from '../../domain/roles.ts';
import { ApiClient, type Identity } from '../api/client.ts';
import type { Me } from '../api/operations.ts';
import { accessToken, logIn, renewTokens } from './login.ts';
import { remember, remembered } from './remembered.ts';

/** A program that a member of the merchant's team may look after. */
export interface OwnProgram {
  readonly key: string;
  readonly name: string;
  readonly mode: 'test' | 'live';
  readonly merchant: string;
  readonly role: Role;
}

/** A program that the person is a partner of. */
export interface OwnPartnership {
  readonly key: string;
  readonly program: string;
  readonly name: string;
  readonly status: string;
}

const person = signal<Me | undefined>(undefined);
const chosenProgram = signal(remembered('program'));
const chosenPartnership = signal(remembered('partnership'));
/** Which side of the product this page is: it decides which program requests are about, and what may be done. */
const side = signal<'merchant' | 'partner' | 'embedded'>('merchant');

/** The person's e-mail address. */
export const ownEmail = computed(() => person.value?.email ?? '');

/** Every program that the person looks after. */
export const ownPrograms = computed<readonly OwnProgram[]>(() =>
  (person.value?.memberships ?? []).flatMap(({ name: merchant, role, programs }) =>
    programs.map(({ program_key: key, name, mode }) => ({ key, name, mode, merchant, role })),
  ),
);

/** Every partnership of the person. */
export const ownPartnerships = computed<readonly OwnPartnership[]>(() =>
  (person.value?.partnerships ?? []).map(({ partnership_key: key, program_key: program, name, status }) => ({
    ...{ key, program, name, status },
  })),
);

/** The program that the console shows; undefined for somebody who looks after none. */
export const program = computed(
  () => ownPrograms.value.find(({ key }) => key === chosenProgram.value) ?? ownPrograms.value[0],
);

/** The partnership that the portal shows. */
export const partnership = computed(
  () => ownPartnerships.value.find(({ key }) => key === chosenPartnership.value) ?? ownPartnerships.value[0],
);

/** Where the person is: the name of the program that is shown. */
export const whereName = computed(() => (side.value === 'merchant' ? program.value : partnership.value)?.name);

const held = computed<readonly Scope[]>(() => {
  switch (side.value) {
    case 'merchant':
      return program.value === undefined ? [] : scopesOf(program.value.role);
    case 'partner':
      return PORTAL_SCOPES;
    case 'embedded':
      return EMBEDDED_SCOPES;
  }
});

/** Whether the person may do this in the program that is shown. What may not be done is not shown. */
export const may = (scope: Scope): boolean => held.value.includes(scope);

/** Where tokens come from. */
type Tokens = Pick<Identity, 'token' | 'refused'>;

let tokens: Tokens = {
  token: accessToken,
  refused: async () => {
    if (await renewTokens()) return true;
    // Who has been known here logs in again. Who has not would be led in circles.
    return person.value !== undefined && logIn();
  },
};

/** Calls as the person who has logged in, or as the partner whom the page around the embedded portal has let in. */
export const api = new ApiClient({
  token: () => tokens.token(),
  program: () => (side.value === 'merchant' ? program.value?.key : partnership.value?.program),
  refused: () => tokens.refused(),
});

/** Finds out who has logged in. */
export const meetPerson = async (which: 'merchant' | 'partner'): Promise<Me> => {
  side.value = which;
  const me = await api.get('/v2/me');
  person.value = me;
  return me;
};

/** Where the portal is in which the person logs in: this address, unless it is another one. */
const home = signal('');

/** The address of a path of the portal in which the person logs in, about the program that is shown here. */
export const accountAddress = (path: string): string => {
  const shown = partnership.value?.program;
  return `${home.value}/portal${path}${shown === undefined ? '' : `?program=${shown}`}`;
};

/** Finds out which partner was let in, with tokens that somebody else vouches for; `at` is where partners log in. */
export const meetPartner = async (from: Tokens, at = ''): Promise<void> => {
  side.value = 'embedded';
  tokens = from;
  home.value = at;
  const { key: partnership_key, program_key, program_name: name, email } = await api.get('/v2/portal/profile');
  // Nobody is let in to a partnership that is not active.
  person.value = { email, memberships: [], partnerships: [{ partnership_key, program_key, name, status: 'active' }] };
};

/** Shows another program from now on. */
export const chooseProgram = (key: string): void => {
  remember('program', key);
  chosenProgram.value = key;
};

/** Shows another partnership from now on. */
export const choosePartnership = (key: string): void => {
  remember('partnership', key);
  chosenPartnership.value = key;
};
