import { notFound } from '../../domain/errors.ts';
import { type Application, applicationsIn, readApplication } from '../../table/applications.ts';
import { formName } from '../../table/forms.ts';
import { listPartitions } from '../../table/keys.ts';
import type { Item } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { approve, decideAll, decidingOf, reject, requireApplication } from '../shared/applications/decide.ts';
import type { ApplicationsDeps } from '../shared/applications/deps.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/applications.ts';
import { keptFile } from '../shared/files.ts';
import { fieldViews } from '../shared/form-views.ts';
import { requireFormVersion } from '../shared/forms.ts';
import { type ListSource, listPage, wholeItems } from '../shared/paging.ts';

type View = DataOf<typeof contract.approveApplication>;

const textOf = (application: Application, field: string): string | null => {
  const answer = application.answers[field];
  return typeof answer === 'string' ? answer : null;
};

const view = (application: Application): View => ({
  key: application.key,
  created_at: application.created_at,
  updated_at: application.updated_at,
  status: application.status,
  email: application.email,
  first_name: textOf(application, 'first_name'),
  last_name: textOf(application, 'last_name'),
  company: textOf(application, 'company'),
  country: textOf(application, 'country'),
  group_key: application.group,
  mold_key: formName({ group: application.group, kind: 'application' }),
  form_version: application.version,
  answers: application.answers,
  files: application.files.map(({ upload, field, name, content_type, size }) => ({
    ...{ key: upload, field_key: field, name, content_type, size },
  })),
  terms: application.terms ?? null,
  recruited_by: application.recruiter ?? null,
  page: application.page ?? null,
  suspicious: application.trap ?? null,
  repeated: application.repeated,
  partnership_key: application.partnership ?? null,
  reason: application.reason ?? null,
  decided_at: application.decided_at ?? null,
  decided_by: application.decided_by ?? null,
});

type Query = InputOf<typeof contract.listApplications>['query'];

const list = async (deps: ApplicationsDeps, { program }: Context, query: Query) => {
  const { status, group_key: group, email, ...page } = query;
  const read = async (entries: readonly Item[]): Promise<readonly (View | undefined)[]> =>
    (await wholeItems(deps.store, entries)).map((item) =>
      item === undefined ? undefined : view(readApplication(item)),
    );
  const keep = (shown: View): boolean =>
    (status === undefined || shown.status === status) &&
    (group === undefined || shown.group_key === group) &&
    (email === undefined || shown.email.toLowerCase() === email.toLowerCase());
  const place = { keyPrefix: 'appl', read, keep } as const;
  const source: ListSource<View> =
    status === undefined
      ? { index: 'gsi1', partitions: listPartitions('APPLS', program), ...place }
      : { index: 'gsi2', partitions: applicationsIn(program, status), ...place };
  return listPage(deps.store, source, page);
};

/** An application with the version of the form that it answered, whatever the form has become since. */
const get = async (deps: ApplicationsDeps, program: string, key: string) => {
  const application = await requireApplication(deps, program, key);
  const name = { program, group: application.group, kind: 'application' } as const;
  const { version, created_at, content } = await requireFormVersion(deps.store, name, application.version);
  const { title, description } = content;
  const fields = fieldViews('application', content);
  return {
    ...view(application),
    form: { version, created_at, updated_at: created_at, title, description, fields },
  };
};

/** The operations of /v2/applications. */
export const applicationRoutes = (deps: ApplicationsDeps): readonly Route[] => [
  route(contract.listApplications, (context, { query }) => list(deps, context, query)),
  route(contract.getApplication, ({ program }, { params }) => get(deps, program, params.application)),
  route(contract.approveApplication, async (context, { params, body }) =>
    view(await approve(deps, decidingOf(context), params.application, body)),
  ),
  route(contract.rejectApplication, async (context, { params, body }) =>
    view(await reject(deps, decidingOf(context), params.application, body.reason)),
  ),
  route(contract.decideApplications, (context, { body }) => decideAll(deps, decidingOf(context), body)),
  route(contract.getApplicationFile, async ({ program }, { params }) => {
    const application = await requireApplication(deps, program, params.application);
    const file = application.files.find(({ upload }) => upload === params.file);
    if (file === undefined) throw notFound('file', 'file');
    return { url: deps.files.downloadAddress(keptFile(program, file.upload), file.name, deps.clock.real()) };
  }),
];
