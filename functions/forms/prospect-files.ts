import { notFound } from '../../domain/errors.ts';
import { deals } from '../../table/deals.ts';
import type { FormName } from '../../table/forms.ts';
import { leads } from '../../table/leads.ts';
import { getStanding } from '../../table/partnerships.ts';
import { planOf } from '../../table/plans.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import type { UploadedFile } from '../../table/uploads.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { ApplicationsDeps } from '../shared/applications/deps.ts';
import { partnershipOf } from '../shared/auth.ts';
import { getDealFile, listDealFiles } from '../shared/contracts/partnerstack.ts';
import * as contract from '../shared/contracts/prospect-files.ts';
import { requireGroup } from '../shared/deal-settings.ts';
import { keptFile } from '../shared/files.ts';
import { featureOf, readForm } from '../shared/forms.ts';
import { requireFeature } from '../shared/plans.ts';
import { requireForm } from '../shared/prospect-forms.ts';
import { allowUploadTo } from '../shared/uploads.ts';

type Kind = 'lead' | 'deal';
type Asked = Parameters<typeof allowUploadTo>[3] & { readonly group_key?: string | undefined };

/** The program, when its plan has such forms. @throws Failure `not_found`, `plan_limit`. */
const plannedProgram = async ({ store }: ApplicationsDeps, key: string, kind: Kind): Promise<Program> => {
  const program = await getProgram(store, key);
  if (program === undefined) throw notFound('program', 'program');
  requireFeature(await planOf(store, program), featureOf(kind));
  return program;
};

/** The form that the caller's own group has for partners. @throws Failure `not_found`, `plan_limit`, `form_off`. */
const ownForm = async (deps: ApplicationsDeps, context: Context, kind: Kind) => {
  const { key: program } = await plannedProgram(deps, context.program, kind);
  const standing = await getStanding(deps.store, partnershipOf(context));
  if (standing === undefined) throw notFound('partnership', 'partnership');
  return requireForm(deps.store, { program, group: standing.group, kind });
};

const ownUpload = async (deps: ApplicationsDeps, context: Context, kind: Kind, asked: Asked) => {
  const form = await ownForm(deps, context, kind);
  return allowUploadTo(deps, form, form.content, asked);
};

const merchantUpload = async (deps: ApplicationsDeps, context: Context, kind: Kind, asked: Asked) => {
  const program = await plannedProgram(deps, context.program, kind);
  const group = asked.group_key ?? program.default_group;
  await requireGroup(deps.store, program.key, group, 'group_key');
  const name: FormName = { program: program.key, group, kind };
  return allowUploadTo(deps, name, (await readForm(deps.store, name)).content, asked);
};

const leadFiles = async ({ store }: ApplicationsDeps, program: string, name: string) => {
  const lead = await leads.find(store, program, name);
  if (lead === undefined) throw notFound('lead', 'lead');
  return lead.files ?? [];
};

const dealFiles = async ({ store }: ApplicationsDeps, program: string, name: string) => {
  const deal = await deals.find(store, program, name);
  if (deal === undefined) throw notFound('deal', 'deal');
  return deal.files ?? [];
};

/** The files that the caller itself has sent with a lead or deal of its own. @throws Failure `not_found`. */
const sentFiles = async ({ store }: ApplicationsDeps, context: Context, kind: Kind, key: string) => {
  const prospect = await (kind === 'lead' ? leads : deals).get(store, context.program, key);
  const own = partnershipOf(context);
  const visible = prospect !== undefined && prospect.partnership === own && !prospect.archived;
  if (!visible) throw notFound(kind, kind);
  return prospect.submitter === own ? (prospect.files ?? []) : [];
};

const addressOf = (deps: ApplicationsDeps, program: string, files: readonly UploadedFile[], key: string) => {
  const file = files.find(({ upload }) => upload === key);
  if (file === undefined) throw notFound('file', 'file');
  return { url: deps.files.downloadAddress(keptFile(program, file.upload), file.name, deps.clock.real()) };
};

const view = ({ upload, field, name, content_type, size }: UploadedFile) => ({
  ...{ key: upload, field_key: field, name, content_type, size },
});

/** Files that come with leads and deals. */
export const prospectFileRoutes = (deps: ApplicationsDeps): readonly Route[] => [
  route(contract.createPortalLeadUpload, (context, { body }) => ownUpload(deps, context, 'lead', body)),
  route(contract.createPortalDealUpload, (context, { body }) => ownUpload(deps, context, 'deal', body)),
  route(contract.listPortalLeadFiles, async (context, { params }) => ({
    files: (await sentFiles(deps, context, 'lead', params.lead)).map(view),
  })),
  route(contract.getPortalLeadFile, async (context, { params }) =>
    addressOf(deps, context.program, await sentFiles(deps, context, 'lead', params.lead), params.file),
  ),
  route(contract.listPortalDealFiles, async (context, { params }) => ({
    files: (await sentFiles(deps, context, 'deal', params.deal)).map(view),
  })),
  route(contract.getPortalDealFile, async (context, { params }) =>
    addressOf(deps, context.program, await sentFiles(deps, context, 'deal', params.deal), params.file),
  ),
  route(contract.createLeadUpload, (context, { body }) => merchantUpload(deps, context, 'lead', body)),
  route(contract.createDealUpload, (context, { body }) => merchantUpload(deps, context, 'deal', body)),
  route(contract.listLeadFiles, async ({ program }, { params }) => ({
    files: (await leadFiles(deps, program, params.lead)).map(view),
  })),
  route(contract.getLeadFile, async ({ program }, { params }) =>
    addressOf(deps, program, await leadFiles(deps, program, params.lead), params.file),
  ),
  route(listDealFiles, async ({ program }, { params }) => ({
    deal_files: (await dealFiles(deps, program, params.deal)).map(view),
  })),
  route(getDealFile, async ({ program }, { params }) =>
    addressOf(deps, program, await dealFiles(deps, program, params.deal), params.file),
  ),
];
