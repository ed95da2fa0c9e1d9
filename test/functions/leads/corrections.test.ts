import * as z from 'zod';
import { deals } from '../../../table/deals.ts';
import { leads } from '../../../table/leads.ts';
import { addUpload } from '../../../table/uploads.ts';
import { PROGRAM } from '../../support/setting.ts';
import { openProspects } from './prospects.ts';

const Fields = z.object({
  fields: z.array(z.object({ field_key: z.string(), name: z.string(), type: z.string(), required: z.boolean() })),
});
const BRIEF = { field_key: 'brief', type: 'file', name: 'Brief', required: true };
const KINDS = {
  lead: { answers: { email: 'lea@firm.example', first_name: 'Lea', last_name: 'Lane' }, corrected: 'first_name' },
  deal: { answers: { name: 'Licences', account_name: 'Firm', amount: 900 }, corrected: 'account_name' },
} as const;
type Kind = keyof typeof KINDS;

/** A form that asks for a file, a partner who has filled it in, and uploads that wait to be named. */
const opened = async (kind: Kind) => {
  const shop = openProspects();
  const form = `/v2/form-templates/grp_main.${kind}`;
  const fields = Fields.parse(await shop.must('GET', form));
  await shop.must('PATCH', form, { enabled: true, fields: [...fields.fields, BRIEF] });
  const upload = async (name: string): Promise<string> => {
    const file = { upload: `up_${name}`, field: 'brief', name, content_type: 'text/plain', size: name.length };
    shop.put(addUpload(PROGRAM, { ...file, form: `grp_main.${kind}` }, Date.now()).item);
    await shop.files.write(`pending/${PROGRAM}/${file.upload}`, name, file.content_type);
    return file.upload;
  };
  shop.asPartner('part_anna');
  const { answers, corrected } = KINDS[kind];
  const send = { ...answers, brief: await upload('first.txt') };
  const { key } = await shop.must('POST', `/v2/portal/${kind}s`, { answers: send });
  const correct = async (by: string) => {
    const changed = { ...answers, brief: await upload(by), [corrected]: by };
    return shop.call('PUT', `/v2/portal/${kind}s/${key}`, { answers: changed });
  };
  const kept = async () => {
    const found = await (kind === 'lead' ? leads : deals).get(shop.store, PROGRAM, key);
    return { answered: found?.answers?.['brief'], files: (found?.files ?? []).map(({ upload: name }) => name) };
  };
  /** Somebody of the merchant's decides about it. */
  const decide = async (): Promise<void> => {
    shop.asPartner(undefined);
    await shop.must('PATCH', `/v2/${kind}s/${key}`, { status: 'rejected', reason: 'No budget' });
    shop.asPartner('part_anna');
  };
  /** What lies where it stays. */
  const lying = () => [...shop.files.stored.keys()].filter((place) => place.startsWith('kept/'));
  return { shop, correct, kept, decide, lying };
};

test.each(['lead', 'deal'] as const)(
  'a %s that is corrected twice at the same moment keeps every file that was sent for it, the answered one first',
  async (kind) => {
    const { shop, correct, kept } = await opened(kind);
    const answers = await Promise.all([correct('second.txt'), correct('third.txt')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { answered, files } = await kept();
    expect(files.toSorted()).toEqual(['up_first.txt', 'up_second.txt', 'up_third.txt']);
    expect(files[0]).toBe(answered);
    // Erasure finds files by what names them: nothing lies there that nobody names.
    const lying = [...shop.files.stored.keys()].filter((place) => place.startsWith('kept/'));
    expect(lying.toSorted()).toEqual(files.toSorted().map((name) => `kept/${PROGRAM}/${name}`));
  },
);

test.each(['lead', 'deal'] as const)('a %s that is corrected again and again keeps them too', async (kind) => {
  const { correct, kept } = await opened(kind);
  for (const name of ['second.txt', 'third.txt']) expect((await correct(name)).status).toBe(200);
  expect((await kept()).files).toEqual(['up_third.txt', 'up_second.txt', 'up_first.txt']);
});

test.each(['lead', 'deal'] as const)('a file for a %s that is decided already is not kept at all', async (kind) => {
  const { shop, correct, kept, decide, lying } = await opened(kind);
  await decide();
  const copied = jest.spyOn(shop.files, 'copy');
  expect((await correct('late.txt')).status).toBe(409);
  expect(copied).not.toHaveBeenCalled();
  expect((await kept()).files).toEqual(['up_first.txt']);
  expect(lying()).toEqual([`kept/${PROGRAM}/up_first.txt`]);
});

test.each(['lead', 'deal'] as const)(
  'a file for a %s that is decided while the file is kept is taken away again, and can be sent again',
  async (kind) => {
    const { shop, correct, kept, decide, lying } = await opened(kind);
    const copy = shop.files.copy.bind(shop.files);
    jest.spyOn(shop.files, 'copy').mockImplementationOnce(async (from, to) => {
      const done = await copy(from, to);
      await decide();
      return done;
    });
    expect((await correct('late.txt')).status).toBe(409);
    expect((await kept()).files).toEqual(['up_first.txt']);
    expect(lying()).toEqual([`kept/${PROGRAM}/up_first.txt`]);
    expect(shop.files.stored.has(`pending/${PROGRAM}/up_late.txt`)).toBe(true);
  },
);

test('a file for a deal in another currency is not kept', async () => {
  const { shop, lying } = await opened('deal');
  const file = { upload: 'up_other', field: 'brief', name: 'other.txt', content_type: 'text/plain', size: 5 };
  shop.put(addUpload(PROGRAM, { ...file, form: 'grp_main.deal' }, Date.now()).item);
  await shop.files.write(`pending/${PROGRAM}/up_other`, 'other', 'text/plain');
  const answers = { ...KINDS.deal.answers, currency: 'JPY', brief: 'up_other' };
  expect(await shop.refusal('POST', '/v2/portal/deals', { answers })).toContain('422');
  expect(lying()).toEqual([`kept/${PROGRAM}/up_first.txt`]);
});
