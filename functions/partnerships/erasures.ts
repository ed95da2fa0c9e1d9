import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import { addJob, type Job } from '../../table/jobs.ts';
import { getProgram } from '../../table/programs.ts';
import { removeUserPartner } from '../../table/users.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { readBalance } from '../shared/balances.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/privacy.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';
import { newJob } from '../shared/jobs.ts';
import { personJobFields, personJobs, placeOfPersons, requirePersonJob } from '../shared/person-jobs.ts';
import { personTask } from '../shared/persons.ts';
import { changePartner } from './change.ts';

type View = DataOf<typeof contract.getErasure>;
type Body = InputOf<typeof contract.createErasure>['body'];

const view = (job: Job): View => ({ ...personJobFields(job), erased: job.report?.counts ?? {} });

/** @throws Failure `conflict` (`payout_on_its_way`, `money_owed`). */
const requireSettled = async (deps: PartnershipDeps, context: Context, partnership: string, body: Body) => {
  const program = await getProgram(deps.store, context.program);
  if (program === undefined) throw notFound('program', 'program');
  const { open, invoiced, available, onTheWay } = await readBalance(deps.store, program, partnership, context.now);
  if (onTheWay !== 0) {
    throw conflict('A payout is on its way. Wait until it has arrived.', 'partnership_key', 'payout_on_its_way');
  }
  if (body.accept_unpaid || [open, invoiced, available].every((amount) => amount <= 0)) return;
  const message = 'Money is owed to this partnership. With accept_unpaid it stays in the ledger and is never paid.';
  throw conflict(message, 'accept_unpaid', 'money_owed');
};

/**
 * A partnership stops in the same write that starts its erasure: it is inactive, its address is free, nobody logs in.
 * @throws Failure `not_found`, `conflict` (`money_owed`, `payout_on_its_way`), `unprocessable` (`one_subject`,
 * `is_partner`, `not_confirmed`).
 */
const erase = async (deps: PartnershipDeps, context: Context, body: Body): Promise<View> => {
  const { partnership_key, customer_key, email, confirm } = body;
  const task = await personTask(deps, await placeOfPersons(deps.store, context.program), body);
  if (confirm !== (partnership_key ?? customer_key ?? email)) {
    throw unprocessable('not_confirmed', 'confirm repeats what names the person.', 'confirm');
  }
  const job = newJob(deps.ids, context, 'erasure', task);
  const { partnership, user } = task.person;
  if (partnership === undefined) {
    await deps.store.transact(addJob(job));
    return view(job);
  }
  await requireSettled(deps, context, partnership, body);
  const writes = [...(user === undefined ? [] : [removeUserPartner(user, context.program)]), ...addJob(job)];
  await changePartner(deps, context, partnership, { status: 'inactive' }, { closing: true, writes });
  return view(job);
};

/** The operations of /v2/erasures. */
export const erasureRoutes = (deps: PartnershipDeps): readonly Route[] => [
  route(contract.createErasure, (context, { body }) => erase(deps, context, body)),
  route(contract.listErasures, async ({ program }, { query }) => {
    const page = await personJobs(deps.store, program, 'erasure', query);
    return { ...page, items: page.items.map(view) };
  }),
  route(contract.getErasure, async ({ program }, { params }) =>
    view(await requirePersonJob(deps.store, program, 'erasure', params.erasure)),
  ),
];
