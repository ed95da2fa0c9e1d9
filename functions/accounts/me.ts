import { getMerchant, programsOf } from '../../table/merchants.ts';
import { getStanding } from '../../table/partnerships.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import { getMember } from '../../table/team.ts';
import { belongingsOf, getUser } from '../../table/users.ts';
import type { PersonalContext } from '../shared/api.ts';
import { refused } from '../shared/auth.ts';
import type { DataOf } from '../shared/contract.ts';
import type { getMe } from '../shared/contracts/accounts.ts';
import { inParallel } from '../shared/parallel.ts';
import type { AccountsDeps } from './deps.ts';

type View = DataOf<typeof getMe>;

const programView = ({ key, name, mode }: Program) => ({ program_key: key, name, mode });

const present = <T>(found: readonly (T | undefined)[]): T[] => found.flatMap((one) => (one === undefined ? [] : [one]));

/** Who has logged in, with every program that the person may name. */
export const me = async ({ store }: AccountsDeps, { person }: PersonalContext): Promise<View> => {
  const user = await getUser(store, person.user);
  if (user === undefined) throw refused();
  const { members, partners } = await belongingsOf(store, person.user);
  const memberships = await inParallel(members, async ({ merchant, member }) => {
    const [found, head] = await Promise.all([getMember(store, merchant, member), getMerchant(store, merchant)]);
    if (found?.user !== person.user || head === undefined) return undefined;
    const keys = await programsOf(store, merchant);
    const programs = present(await inParallel(keys, (key) => getProgram(store, key)));
    return { merchant_key: merchant, name: head.name, role: found.role, programs: programs.map(programView) };
  });
  const partnerships = await inParallel(partners, async ({ program, partnership }) => {
    const [head, standing] = await Promise.all([getProgram(store, program), getStanding(store, partnership)]);
    if (head === undefined || standing === undefined) return undefined;
    return { partnership_key: partnership, status: standing.status, program_key: program, name: head.name };
  });
  return { email: user.email, memberships: present(memberships), partnerships: present(partnerships) };
};
