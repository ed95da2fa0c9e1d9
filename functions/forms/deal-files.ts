import { notFound } from '../../domain/errors.ts';
import { deals } from '../../table/deals.ts';
import { getUpload } from '../../table/uploads.ts';
import { type Route, route } from '../shared/api.ts';
import type { ApplicationsDeps } from '../shared/applications/deps.ts';
import { getDealFile, listDealFiles } from '../shared/contracts/partnerstack.ts';
import { keptFile, pendingFile } from '../shared/files.ts';
import { requireFormVersion } from '../shared/forms.ts';
import { inParallel } from '../shared/parallel.ts';

/** The uploads that a deal's answers name, by the fields of the form that was answered. */
const uploadsOf = async ({ store }: Pick<ApplicationsDeps, 'store'>, program: string, name: string) => {
  const deal = await deals.find(store, program, name);
  if (deal === undefined) throw notFound('deal', 'deal');
  const { form, answers } = deal;
  if (form === undefined) return [];
  const { content } = await requireFormVersion(store, { program, group: form.group, kind: 'deal' }, form.version);
  return content.fields.flatMap(({ type, key: field }) => {
    const upload = type === 'file' ? answers?.[field] : undefined;
    return typeof upload === 'string' ? [{ field, upload }] : [];
  });
};

/** Files of deals. What a file was called is known for as long as its upload is remembered. */
export const dealFileRoutes = (deps: ApplicationsDeps): readonly Route[] => [
  route(listDealFiles, async ({ program }, { params }) => ({
    deal_files: [
      ...(await inParallel(await uploadsOf(deps, program, params.deal), async ({ field, upload }) => {
        const file = await getUpload(deps.store, program, upload);
        return { key: upload, field_key: field, name: file?.name ?? null };
      })),
    ],
  })),
  route(getDealFile, async ({ program }, { params }) => {
    const found = (await uploadsOf(deps, program, params.deal)).find(({ upload }) => upload === params.file);
    if (found === undefined) throw notFound('file', 'file');
    const places = [keptFile(program, found.upload), pendingFile(program, found.upload)];
    for (const place of places) {
      if ((await deps.files.head(place)) === undefined) continue;
      const name = (await getUpload(deps.store, program, found.upload))?.name ?? found.field;
      return { url: deps.files.downloadAddress(place, name, deps.clock.real()) };
    }
    throw notFound('file', 'file');
  }),
];
