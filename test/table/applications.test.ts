import {
  type Application,
  addApplication,
  announceApplication,
  changeApplication,
  getApplication,
  latestApplication,
  nameApplication,
} from '../../table/applications.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
import { addSubmission, addUpload, findSubmission, getUpload } from '../../table/uploads.ts';
import { openRealTable } from '../functions/shared/fakes/real-table.ts';

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

const failure = (write: Promise<unknown>) =>
  write.then(
    () => undefined,
    (error: unknown) => (error instanceof ConditionFailed ? error.condition : error),
  );

const file = { upload: 'up_1', field: 'kit', name: 'kit.pdf', content_type: 'application/pdf', size: 12 };
const application: Application = {
  ...{ key: 'appl_1', program: 'prog_1', status: 'new', group: 'grp_1', version: 2, email: 'Ann@example.com' },
  ...{ files: [file], terms: { url: 'https://a.example', version: 1, accepted_at: 3 }, recruiter: 'part_1' },
  ...{ trap: 'hidden_field', repeated: 0, partnership: 'part_2', reason: 'No', decided_at: 4, decided_by: 'key_1' },
  ...{ created_at: 1, updated_at: 2, rev: 1 },
  answers: { email: 'Ann@example.com', reach: ['a', 'b'], size: 1.5, agreed: true, text: 'Größe\n<b>' },
};

test('An application comes back as it was stored, also when it changes', async () => {
  const { store } = table;
  await store.write(addApplication(application));
  expect(await getApplication(store, 'prog_1', 'appl_1')).toEqual(application);
  expect(await getApplication(store, 'prog_2', 'appl_1')).toBeUndefined();
  expect(await failure(store.write(addApplication(application)))).toBe('application_exists');
  const after: Application = { ...application, status: 'rejected' };
  await store.write(changeApplication(application, after));
  expect(await getApplication(store, 'prog_1', 'appl_1')).toEqual({ ...after, rev: 2 });
  expect(await failure(store.write(changeApplication(application, after)))).toBe('application_changed');
});

test('The latest application of an address is known, however it is capitalised, and one at a time becomes it', async () => {
  const { store } = table;
  const second = { ...application, key: 'appl_2', email: 'ANN@EXAMPLE.COM' };
  await store.write(nameApplication(application, undefined));
  expect(await failure(store.write(nameApplication(second, undefined)))).toBe('application_named');
  expect(await latestApplication(store, 'prog_1', 'ann@example.com')).toBe('appl_1');
  await store.write(nameApplication(second, 'appl_1'));
  expect(await failure(store.write(nameApplication(application, 'appl_1')))).toBe('application_named');
  expect(await latestApplication(store, 'prog_1', 'Ann@example.com')).toBe('appl_2');
  expect(await latestApplication(store, 'prog_2', 'ann@example.com')).toBeUndefined();
});

test('An event of an application is announced once', async () => {
  const { store } = table;
  const fact = { key: 'evt_1', program: 'prog_1', at: 1, period: '2026-01', zone: 'UTC', config: 1, counted: false };
  const write = announceApplication('partnership.applied', 'appl_1', fact);
  await store.write(write);
  expect(await store.get(write.item)).toMatchObject({ announces: 'partnership.applied', application: 'appl_1', fact });
  expect(await failure(store.write(write))).toBe('event_exists');
});

test('Uploads and accepted submissions are remembered', async () => {
  const { store } = table;
  const announced = { ...file, form: 'grp_1.application' };
  await store.write(addUpload('prog_1', announced, 1));
  expect(await getUpload(store, 'prog_1', 'up_1')).toEqual(announced);
  expect(await failure(store.write(addUpload('prog_1', announced, 1)))).toBe('upload_exists');
  expect(await getUpload(store, 'prog_2', 'up_1')).toBeUndefined();
  await store.write(addSubmission('prog_1', 'sub_1', 'appl_1', 1));
  expect(await findSubmission(store, 'prog_1', 'sub_1')).toBe('appl_1');
  expect(await findSubmission(store, 'prog_2', 'sub_1')).toBeUndefined();
  expect(await failure(store.write(addSubmission('prog_1', 'sub_1', 'appl_2', 1)))).toBe('submission_accepted');
});
