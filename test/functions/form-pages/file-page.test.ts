import { openMerchant, type TestMerchant } from '../../support/merchant.ts';
import { ANSWERS, queue } from '../forms/applicants.ts';
import { attribute, filled, openPage, pageOf, readPage } from './pages.ts';

const PERSON = { email: ANSWERS.email, first_name: 'Ann', last_name: 'Lee' };
const BUILT_IN = [
  { field_key: 'email', name: 'E-mail', type: 'email', required: true },
  ...['first_name', 'last_name', 'company'].map((key) => ({ field_key: key, name: key, type: 'text' })),
  { field_key: 'country', name: 'Country', type: 'country' },
];

/** A form that asks for a brief, which is a PDF, and for any other file. */
const open = async () => {
  const merchant = await openMerchant();
  const form = `${(await merchant.head()).default_group}.application`;
  const brief = { field_key: 'brief', name: 'Brief', type: 'file', required: true, file_types: ['application/pdf'] };
  const more = { field_key: 'more', name: 'More', type: 'file', max_bytes: 1_000 };
  await merchant.must('PATCH', `/v2/form-templates/${form}`, { fields: [...BUILT_IN, brief, more] });
  const at = await pageOf(merchant);
  const first = await openPage(merchant, at);
  const second = await merchant.browse(at, filled(first.fields(), PERSON));
  return { merchant, at, second };
};

const frameOf = (page: ReturnType<typeof readPage>, key: string): string =>
  attribute(page.byId(`f-${key}`), 'src') ?? '';

/** Opens the frame of a file, and uploads one as a browser does: by the form in it. */
const uploadIn = async (merchant: TestMerchant, at: string, source: string, body: string, type?: string) => {
  const address = at.replace(/page$/, source);
  const frame = readPage(await merchant.browse(address));
  const fields = Object.fromEntries(frame.fields());
  const given = type === undefined ? fields : { ...fields, 'Content-Type': type };
  const taken = merchant.files.post(given, body);
  const onward = new URL(fields['success_action_redirect'] ?? '');
  return { frame, taken, after: readPage(await merchant.browse(`${onward.pathname}${onward.search}`)) };
};

describe('A form with files, without a script', () => {
  it('asks for the files on a page of its own, which keeps the answers and stores nothing of them', async () => {
    const { merchant, second } = await open();
    expect(second.statusCode).toBe(200);
    const page = readPage(second);
    expect(page.title).toBe('Add your files');
    expect(page.fields().get('answers.email')).toBe(PERSON.email);
    expect(page.tagged('iframe').map((frame) => attribute(frame, 'title'))).toEqual(['Brief', 'More']);
    const policy = second.headers['content-security-policy'] ?? '';
    expect(policy).toContain("frame-src 'self' https://files.example");
    expect(await queue(merchant)).toEqual([]);
    expect(JSON.stringify([...merchant.memory.items.values()])).not.toContain(PERSON.email);
  });

  it('takes each file in a frame of its own, straight to where it lies, and then everything', async () => {
    const { merchant, at, second } = await open();
    const page = readPage(second);
    const brief = await uploadIn(merchant, at, frameOf(page, 'brief'), '%PDF-');
    expect(attribute(brief.frame.tagged('form')[0], 'action')).toBe('https://files.example/');
    expect(attribute(brief.frame.tagged('form')[0], 'enctype')).toBe('multipart/form-data');
    expect(brief.frame.named('Content-Type').map((field) => attribute(field, 'type'))).toEqual(['hidden']);
    expect([brief.taken, brief.after.text.includes('The file is uploaded.')]).toEqual([true, true]);
    const more = await uploadIn(merchant, at, frameOf(page, 'more'), 'a,b', 'text/csv');
    expect(more.frame.tagged('select').map((field) => attribute(field, 'name'))).toEqual(['Content-Type']);
    expect(more.taken).toBe(true);
    expect((await merchant.browse(at, page.fields())).statusCode).toBe(303);
    const [application] = await queue(merchant);
    expect(application.files).toMatchObject([
      { field_key: 'brief', name: 'brief.pdf', content_type: 'application/pdf', size: 5 },
      { field_key: 'more', name: 'more.csv', content_type: 'text/csv', size: 3 },
    ]);
  });

  it('says which file is missing or of another kind, and keeps those that are there', async () => {
    const { merchant, at, second } = await open();
    const page = readPage(second);
    await uploadIn(merchant, at, frameOf(page, 'more'), '<script>', 'text/html');
    const answer = await merchant.browse(at, page.fields());
    expect(answer.statusCode).toBe(422);
    const again = readPage(answer);
    expect(again.text).toContain('Brief: Please upload this file.');
    expect(again.text).toContain('More: Please upload a file of a kind that is asked for.');
    expect(frameOf(again, 'more')).toBe(frameOf(page, 'more'));
    const replaced = frameOf(again, 'more').replace('file?', 'file?again=1&');
    expect((await uploadIn(merchant, at, replaced, 'text', 'text/plain')).taken).toBe(true);
    expect((await uploadIn(merchant, at, frameOf(again, 'brief'), '%PDF-')).taken).toBe(true);
    expect((await merchant.browse(at, again.fields())).statusCode).toBe(303);
  });

  it('needs no file that is optional, and takes none that is too large', async () => {
    const { merchant, at, second } = await open();
    const page = readPage(second);
    await uploadIn(merchant, at, frameOf(page, 'brief'), '%PDF-');
    const large = await uploadIn(merchant, at, frameOf(page, 'more'), 'x'.repeat(1_001), 'text/plain');
    expect(large.taken).toBe(false);
    expect(large.frame.text).toContain('at most 1 kB');
    expect((await merchant.browse(at, page.fields())).statusCode).toBe(303);
    expect((await queue(merchant))[0].files).toHaveLength(1);
  });

  it('shows a frame to nobody who made its address up', async () => {
    const { merchant, at, second } = await open();
    const source = at.replace(/page$/, frameOf(readPage(second), 'brief'));
    expect((await merchant.browse(source)).statusCode).toBe(200);
    const wrong = [
      source.replace(/token=[^&]+/, 'token=x'),
      source.replace('field=brief', 'field=more'),
      source.replace('field=brief', 'field=email'),
      source.replace(/upload=[^&]+/, 'upload=up_0123456789abcdefghijkl'),
    ];
    for (const address of wrong) expect((await merchant.browse(address)).statusCode).toBe(404);
    merchant.clock.pass(2 * 86_400_000);
    expect((await merchant.browse(source)).statusCode).toBe(404);
  });
});
