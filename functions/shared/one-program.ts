import { conflict, type Failure } from '../../domain/errors.ts';
import { addActivePartner, getActivePartner, removeActivePartner } from '../../table/active-partners.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import type { Store, Write } from '../../table/store.ts';

/** After these a fresh read tells whether the partner is active elsewhere. */
export const ONE_PROGRAM_CONFLICTS: readonly string[] = ['partner_active', 'partner_not_active'];

/** By which address a partnership is active; undefined when it is not. */
interface Activity {
  readonly partnership: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export const emailTaken = (): Failure =>
  conflict('Another partnership has this e-mail address.', 'email', 'email_taken');

/** @throws Failure `conflict`: `other_program`, naming it, or `email_taken`. */
const refuseSecond = async (store: Store, program: Program, elsewhere: string): Promise<never> => {
  if (elsewhere === program.key) throw emailTaken();
  const other = await getProgram(store, elsewhere);
  const name = other === undefined ? elsewhere : `${other.name} (${other.key})`;
  throw conflict(
    `This partner is active in another program of the merchant: ${name}. Deactivate it there first.`,
    'email',
    'other_program',
  );
};

/**
 * The writes that go with a partnership becoming active, stopping to be so, or being known by another address: a
 * partner is active in one program of a merchant at a time (docs/decisions.md, "Partners").
 * @throws Failure `conflict` (`other_program`, `email_taken`).
 */
export const activityWrites = async (
  store: Store,
  program: Program,
  { partnership, before, after }: Activity,
): Promise<readonly Write[]> => {
  if (before?.toLowerCase() === after?.toLowerCase()) return [];
  const [left, entered] = await Promise.all([
    before === undefined ? undefined : getActivePartner(store, program, before),
    after === undefined ? undefined : getActivePartner(store, program, after),
  ]);
  if (entered !== undefined && entered.partnership !== partnership) {
    await refuseSecond(store, program, entered.program);
  }
  return [
    ...(before === undefined || left?.partnership !== partnership
      ? []
      : [removeActivePartner(program, before, partnership)]),
    ...(after === undefined || entered !== undefined
      ? []
      : [addActivePartner(program, after, { program: program.key, partnership })]),
  ];
};
