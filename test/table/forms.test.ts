import { defaultForm } from '../../domain/forms.ts';
import { keepForm, readForm, requireFormVersion, untouchedForm } from '../../functions/shared/forms.ts';
import {
  addFormHead,
  addFormVersion,
  changeFormHead,
  type FormHead,
  getFormHead,
  getFormVersion,
} from '../../table/forms.ts';
import { addPublicForms, findPublicForms, publicFormSlug } from '../../table/public-forms.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
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

const name = { program: 'prog_1', group: 'grp_1', kind: 'lead' } as const;
const head: FormHead = { ...name, version: 1, enabled: true, created_at: 1, updated_at: 2, rev: 1 };

test('A form and its versions come back as they were stored', async () => {
  const { store } = table;
  const content = { ...defaultForm('lead'), title: 'Größe <b>', description: 'Zwei\nZeilen' };
  await store.transact([addFormHead(head), addFormVersion(name, { version: 1, created_at: 1, content })]);
  expect(await getFormHead(store, name)).toEqual(head);
  expect(await getFormVersion(store, name, 1)).toEqual({ version: 1, created_at: 1, content });
  expect(await getFormVersion(store, name, 2)).toBeUndefined();
  expect(await getFormHead(store, { ...name, kind: 'deal' })).toBeUndefined();
  expect(await getFormHead(store, { ...name, program: 'prog_2' })).toBeUndefined();
});

test('A form is made once, a stale change is refused, and no version is overwritten', async () => {
  const { store } = table;
  expect(await failure(store.write(addFormHead(head)))).toBe('form_exists');
  await store.write(changeFormHead(head, { ...head, enabled: false }));
  expect(await getFormHead(store, name)).toEqual({ ...head, enabled: false, rev: 2 });
  expect(await failure(store.write(changeFormHead(head, head)))).toBe('form_changed');
  const again = addFormVersion(name, { version: 1, created_at: 9, content: defaultForm('lead') });
  expect(await failure(store.write(again))).toBe('form_version_exists');
});

test('A form that nobody has changed is kept before it is answered, once, however many do so', async () => {
  const { store } = table;
  const fresh = { ...name, group: 'grp_2' };
  const untouched = await readForm(store, fresh);
  expect(untouched).toEqual(untouchedForm(fresh));
  expect(await getFormHead(store, fresh)).toBeUndefined();
  const kept = await Promise.all([1, 2, 3].map(() => keepForm(store, untouched)));
  for (const form of kept) expect(form).toEqual({ ...untouched, rev: 1 });
  expect(await readForm(store, fresh)).toEqual({ ...untouched, rev: 1 });
  expect((await requireFormVersion(store, fresh, 1)).content).toEqual(defaultForm('lead'));
});

test('The public forms of a group are found by a slug that tells nothing of it', async () => {
  const { store } = table;
  const slug = publicFormSlug('grp_9');
  expect(slug).toMatch(/^[0-9a-hjkmnp-tv-z]{20}$/);
  expect(await findPublicForms(store, slug)).toBeUndefined();
  await store.transact([addPublicForms({ program: 'prog_1', key: 'grp_9' })]);
  expect(await findPublicForms(store, slug)).toEqual({ program: 'prog_1', group: 'grp_9' });
  expect(publicFormSlug('grp_8')).not.toBe(slug);
});
