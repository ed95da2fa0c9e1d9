import { Script } from 'node:vm';
import { FIELD_TYPES } from '../../../domain/form-fields.ts';
import { FORM_SCRIPT_TEXT } from '../../../functions/form-pages/form-script.ts';
import { textsIn } from '../../../functions/form-pages/texts/texts.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';
import { pngOf } from '../../support/pictures.ts';
import { ANSWERS, queue } from '../forms/applicants.ts';
import { attribute, filled, openPage, pageOf, readPage, textOf } from './pages.ts';

const PERSON = { email: ANSWERS.email, first_name: 'Ann', last_name: 'Lee', company: 'Lee Ltd', country: 'GB' };

const change = async (merchant: TestMerchant, body: unknown, kind = 'application') =>
  merchant.must('PATCH', `/v2/form-templates/${(await merchant.head()).default_group}.${kind}`, body);

const HOSTILE = [
  ...['</title><script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onload='alert(1)", '<!--'],
  ...['&lt;script&gt;', '</style><style>*{display:none}</style>'],
];

describe('A9 The page of a form', () => {
  it.each(HOSTILE)('has no other elements and attributes with the words %j in all of its texts', async (words) => {
    const merchant = await openMerchant();
    const at = await pageOf(merchant);
    const skeleton = async (text: string) => {
      const options = [{ value: text, label: text }];
      const fields = [
        ...['email', 'first_name', 'last_name', 'company', 'country'].map((key) => ({ field_key: key, name: text })),
        { field_key: 'reach', name: text, type: 'select', options, help_text: text },
        { field_key: 'ways', name: text, type: 'multi_select', options },
        { field_key: 'more', name: text, type: 'long_text', placeholder_text: text },
      ].map((field) => ({
        type: field.field_key === 'email' ? 'email' : field.field_key === 'country' ? 'country' : 'text',
        ...field,
      }));
      const required = (key: string) => ['email'].includes(key);
      const typed = fields.map((field) => ({ required: required(field.field_key), ...field }));
      await change(merchant, { title: text, description: text, fields: typed });
      await merchant.must('PATCH', '/v2/portal-look', { name: text });
      const { all } = readPage(await merchant.browse(at));
      return all.map((element) => `${element.tagName} ${element.attrs.map(({ name }) => name).join(' ')}`);
    };
    const plain = await skeleton('Plain words');
    expect(await skeleton(words)).toEqual(plain);
    expect(plain.length).toBeGreaterThan(60);
  });

  it('runs no script and takes no style but its own, and may stand in any frame', async () => {
    const merchant = await openMerchant();
    const { headers } = await merchant.browse(await pageOf(merchant), undefined, { 'sec-fetch-dest': 'document' });
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'none'");
    expect(policy).toMatch(/style-src 'sha256-[\w+/=]+'/);
    expect(policy).toContain('frame-ancestors *');
    expect(policy).not.toMatch(/unsafe-|script-src [^;]*\*/);
    const { body } = await merchant.browse(await pageOf(merchant), undefined, { 'sec-fetch-dest': 'document' });
    expect(body).not.toMatch(/<script|style="|\son\w+=/);
    expect(Buffer.byteLength(body)).toBeLessThan(25_000);
    const framed = await merchant.browse(await pageOf(merchant), undefined, { 'sec-fetch-dest': 'iframe' });
    expect(framed.headers['content-security-policy']).toContain("script-src 'self'");
    expect(framed.body).toContain('<script src="/v2/public/forms.js" data-fairshare-page async></script>');
  });

  it('gives every field a label, what it needs, and what browsers fill in', async () => {
    const merchant = await openMerchant();
    const { all, byId, tagged } = await openPage(merchant, await pageOf(merchant));
    const labelled = tagged('label').map((label) => attribute(label, 'for'));
    expect(labelled).toEqual(expect.arrayContaining(['f-email', 'f-first_name', 'f-country']));
    expect(attribute(byId('f-email'), 'type')).toBe('email');
    expect(attribute(byId('f-email'), 'required')).toBe('');
    const completed = ['email', 'first_name', 'last_name', 'company', 'country'].map((key) =>
      attribute(byId(`f-${key}`), 'autocomplete'),
    );
    expect(completed).toEqual(['email', 'given-name', 'family-name', 'organization', 'country']);
    expect(attribute(all[0], 'lang')).toBe('en');
    expect(textOf(byId('f-country'))).toContain('Germany');
  });

  it('takes an application without a script, and thanks for it once however often it is loaded again', async () => {
    const merchant = await openMerchant();
    const at = await pageOf(merchant);
    const page = await openPage(merchant, at);
    const sent = filled(page.fields(), PERSON);
    const answer = await merchant.browse(at, sent);
    expect(answer).toMatchObject({ statusCode: 303, headers: { location: 'page?sent=1' } });
    expect((await merchant.browse(at, sent)).statusCode).toBe(303);
    expect(readPage(await merchant.browse(`${at}?sent=1`)).text).toContain(
      'We have received your answers. You will hear from us by e-mail.',
    );
    expect(await queue(merchant)).toMatchObject([{ email: ANSWERS.email, answers: PERSON, status: 'new' }]);
  });

  it('lists what is wrong with links to the fields, keeps what was written, and changes nothing', async () => {
    const merchant = await openMerchant();
    const at = await pageOf(merchant);
    const page = await openPage(merchant, at);
    const wrong = filled(page.fields(), { ...PERSON, email: 'no address', first_name: '' });
    const answer = await merchant.browse(at, wrong, { 'sec-fetch-dest': 'document' });
    expect(answer.statusCode).toBe(422);
    const again = readPage(answer);
    expect(again.title).toBe('Error: Become a partner');
    const [summary] = again.all.filter((element) => attribute(element, 'role') === 'alert');
    expect(attribute(summary, 'autofocus')).toBe('');
    const links = again.tagged('a').map((link) => `${attribute(link, 'href')} ${textOf(link)}`);
    expect(links).toEqual([
      '#f-email E-mail address: Please enter an e-mail address, such as name@example.com.',
      '#f-first_name First name: Please fill this in.',
    ]);
    expect(attribute(again.byId('f-email'), 'value')).toBe('no address');
    expect(attribute(again.byId('f-email'), 'aria-invalid')).toBe('true');
    expect(attribute(again.byId('f-email'), 'aria-describedby')).toBe('f-email-problem');
    expect(textOf(again.byId('f-email-problem'))).toMatch(/^Please enter an e-mail address/);
    expect(attribute(again.byId('f-last_name'), 'value')).toBe('Lee');
    expect(await queue(merchant)).toEqual([]);
    const sent = filled(again.fields(), PERSON);
    expect((await merchant.browse(at, sent)).statusCode).toBe(303);
  });

  it('is German for whoever reads German, with the same fields and problems', async () => {
    const merchant = await openMerchant();
    const at = await pageOf(merchant);
    const german = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' };
    const page = await openPage(merchant, at, german);
    expect(attribute(page.all[0], 'lang')).toBe('de');
    expect(page.title).toBe('Partner werden');
    expect(page.tagged('label').map(textOf)).toEqual(expect.arrayContaining(['E-Mail-Adresse (Pflichtfeld)', 'Land']));
    expect(textOf(page.byId('f-country'))).toContain('Deutschland');
    const answer = readPage(await merchant.browse(at, filled(page.fields(), { email: 'x' }), german));
    expect(answer.text).toContain('Bitte prüfen Sie Ihre Angaben');
    expect(answer.text).toContain('Bitte geben Sie eine E-Mail-Adresse ein');
    expect(readPage(await merchant.browse(`${at}?lang=en`, undefined, german)).title).toBe('Become a partner');
    await change(merchant, { title: 'Our own words' });
    expect(readPage(await merchant.browse(at, undefined, german)).title).toBe('Our own words');
  });

  it("has the program's look: logo or name, colours in light and dark, and its addresses", async () => {
    const merchant = await openMerchant();
    const at = await pageOf(merchant);
    expect((await openPage(merchant, at)).text).toContain('Acme');
    const asked = { type: 'image/png', size: 33 };
    const { upload, fields } = await merchant.must('POST', '/v2/portal-look/uploads', asked);
    merchant.files.post(fields, pngOf(200, 50));
    await merchant.must('PATCH', '/v2/portal-look', {
      ...{ name: 'Acme Partners', logo: { upload }, primary_color: '#ffd400', accent_color: '#00aa88' },
      privacy_url: 'https://acme.example/privacy',
    });
    const { body } = await merchant.browse(`${at}?theme=dark`);
    const page = readPage(await merchant.browse(`${at}?theme=dark`));
    const [logo] = page.tagged('img');
    expect([attribute(logo, 'alt'), attribute(logo, 'width')]).toEqual(['Acme Partners', '200']);
    expect(attribute(logo, 'src')).toContain('/v2/public/images/');
    expect(body).toContain('--primary:#ffd400;--on-primary:#000000');
    expect(body).toContain('prefers-color-scheme:dark');
    expect(attribute(page.all[0], 'data-theme')).toBe('dark');
    expect(page.tagged('a').map((link) => attribute(link, 'href'))).toEqual(['https://acme.example/privacy']);
  });

  it('asks for the terms of the group, and for those that are valid now', async () => {
    const merchant = await openMerchant();
    const { default_group: group } = await merchant.head();
    await merchant.must('PATCH', `/v2/groups/${group}`, { terms_url: 'https://acme.example/terms' });
    const at = await pageOf(merchant);
    const page = await openPage(merchant, at);
    const sent = filled(page.fields(), PERSON);
    expect(readPage(await merchant.browse(at, sent)).text).toContain('Please accept the terms.');
    sent.set('terms_version', '1');
    await merchant.must('PATCH', `/v2/groups/${group}`, { terms_changed: true });
    expect(readPage(await merchant.browse(at, sent)).text).toContain('The terms have changed.');
    sent.set('terms_version', '2');
    expect((await merchant.browse(at, sent)).statusCode).toBe(303);
  });

  it('takes a person by the hand who was too quick, or left the form open for days', async () => {
    const merchant = await openMerchant();
    const at = await pageOf(merchant);
    const quick = readPage(await merchant.browse(at));
    const answer = readPage(await merchant.browse(at, filled(quick.fields(), PERSON)));
    expect(answer.text).toContain('That was quick.');
    expect(attribute(answer.byId('f-email'), 'value')).toBe(PERSON.email);
    merchant.clock.pass(3 * 86_400_000);
    const late = readPage(await merchant.browse(at, answer.fields()));
    expect(late.text).toContain('The form was open for a long time.');
    merchant.clock.pass(3_000);
    expect((await merchant.browse(at, late.fields())).statusCode).toBe(303);
    expect(await queue(merchant)).toHaveLength(1);
  });

  it('answers whoever fills in the trap like everybody, and keeps who recruited', async () => {
    const merchant = await openMerchant();
    const at = await pageOf(merchant);
    const page = await openPage(merchant, `${at}?ref=somebody`);
    const sent = filled(page.fields(), PERSON);
    expect(sent.get('recruiter')).toBe('somebody');
    sent.set('website', 'https://spam.example');
    expect((await merchant.browse(at, sent)).statusCode).toBe(303);
    expect(await queue(merchant)).toMatchObject([{ suspicious: 'hidden_field' }]);
  });

  it('tells the merchant on which site it stands, whether a script or the browser says so', async () => {
    const merchant = await openMerchant();
    const at = await pageOf(merchant);
    const framed = { 'sec-fetch-dest': 'iframe', referer: 'https://blog.example/a/b?c' };
    const siteIn = async (address: string, headers: Record<string, string> = {}) =>
      readPage(await merchant.browse(address, undefined, headers))
        .fields()
        .get('page');
    expect(await siteIn(`${at}?page=https://shop.example/x`)).toBe('https://shop.example');
    expect(await siteIn(at, framed)).toBe('https://blog.example');
    expect(await siteIn(at, { ...framed, 'sec-fetch-dest': 'document' })).toBeNull();
    expect(await siteIn(`${at}?page=javascript:alert(1)`)).toBeNull();
    const page = await openPage(merchant, at, framed);
    const sent = filled(page.fields(), PERSON);
    expect((await merchant.browse(at, sent)).statusCode).toBe(303);
    const kept = [...merchant.memory.items.values()].filter((item) => item.pk.startsWith('APPL#') && item.sk === 'A');
    expect(kept).toMatchObject([{ page: 'https://blog.example' }]);
    sent.set('page', 'javascript:alert(1)');
    expect((await merchant.browse(at, sent)).statusCode).toBe(303);
  });

  it.each(['/v2/public/forms/nothing/application/page', '/v2/public/forms/x/nothing/page'])(
    'is a page also where there is no form: %s',
    async (at) => {
      const merchant = await openMerchant();
      const answer = await merchant.browse(at, undefined, { 'accept-language': 'de' });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
      expect(readPage(answer).text).toContain('Dieses Formular ist nicht verfügbar');
      expect((await merchant.browse(at, new URLSearchParams({ token: 'x' }))).statusCode).toBe(404);
    },
  );

  it('takes leads and deals as well, with the click that led there', async () => {
    const merchant = await openMerchant();
    await change(merchant, { enabled: true }, 'lead');
    await change(merchant, { enabled: true }, 'deal');
    const lead = await pageOf(merchant, 'lead');
    const leads = await openPage(merchant, `${lead}?fs_click=abc`);
    expect(leads.fields().get('click_id')).toBe('abc');
    const person = { email: 'lea@firm.example', first_name: 'Lea', last_name: 'Lane' };
    expect((await merchant.browse(lead, filled(leads.fields(), person))).statusCode).toBe(303);
    const deal = await pageOf(merchant, 'deal');
    const deals = await openPage(merchant, deal);
    expect(attribute(deals.byId('f-contact_email'), 'autocomplete')).toBe('off');
    const opportunity = { name: 'Lamps', account_name: 'Firm', amount: '1200', close_date: '2026-09-30' };
    expect((await merchant.browse(deal, filled(deals.fields(), opportunity))).statusCode).toBe(303);
    const kept = [...merchant.memory.items.values()];
    expect(kept.filter((item) => item.pk.startsWith('LEAD#') && item.sk === 'A')).toMatchObject([
      { email: person.email },
    ]);
    expect(kept.filter((item) => item.pk.startsWith('DEAL#') && item.sk === 'A')).toMatchObject([
      { name: 'Lamps', amount: 1200, close_date: '2026-09-30' },
    ]);
  });

  it('reads answers of every type as people give them', async () => {
    const merchant = await openMerchant();
    const options = ['a', 'b', 'c'].map((value) => ({ value, label: value.toUpperCase() }));
    const builtIn = ['first_name', 'last_name', 'company'].map((key) => ({ field_key: key, name: key, type: 'text' }));
    const own = FIELD_TYPES.filter((type) => type !== 'file').map((type) => ({
      ...{ field_key: `my_${type}`, name: `My ${type}`, type },
      ...(type === 'select' || type === 'multi_select' ? { options } : {}),
    }));
    const country = { field_key: 'country', name: 'Country', type: 'country' };
    const email = { field_key: 'email', name: 'E-mail', type: 'email', required: true };
    await change(merchant, { fields: [email, ...builtIn, country, ...own] });
    const at = await pageOf(merchant);
    const page = await openPage(merchant, at);
    const sent = filled(page.fields(), {
      ...{
        email: PERSON.email,
        my_text: ' one ',
        my_long_text: 'one\r\ntwo',
        my_number: '1,5',
        my_email: 'b@c.example',
      },
      ...{ my_phone: '+44 20 7946 0000', my_url: 'https://blog.example', my_date: '2026-02-01', my_select: 'b' },
      ...{ my_checkbox: 'true', my_country: 'de' },
    });
    for (const choice of ['c', 'a']) sent.append('answers.my_multi_select', choice);
    expect((await merchant.browse(at, sent)).statusCode).toBe(303);
    const [application] = await queue(merchant);
    expect(application.answers).toEqual({
      ...{ email: PERSON.email, my_text: 'one', my_long_text: 'one\ntwo', my_number: 1.5, my_email: 'b@c.example' },
      ...{ my_phone: '+44 20 7946 0000', my_url: 'https://blog.example', my_date: '2026-02-01', my_select: 'b' },
      ...{ my_checkbox: true, my_country: 'DE', my_multi_select: ['a', 'c'] },
    });
  });
});

describe('The texts', () => {
  it('of both languages name the same things, and differ', () => {
    const [english, german] = [textsIn('en'), textsIn('de')];
    expect(Object.keys(german.problems)).toEqual(Object.keys(english.problems));
    expect(Object.keys(german.files.kinds)).toEqual(Object.keys(english.files.kinds));
    for (const code of Object.keys(english.problems)) {
      const name = Object.entries(english.problems).find(([key]) => key === code)?.[1]('§');
      const other = Object.entries(german.problems).find(([key]) => key === code)?.[1]('§');
      expect([name?.includes('§'), name === other]).toEqual([other?.includes('§'), false]);
    }
  });
});

test('The script is one that browsers read, makes a frame and no markup, and is the same for everybody', async () => {
  expect(() => new Script(FORM_SCRIPT_TEXT)).not.toThrow();
  expect(FORM_SCRIPT_TEXT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/);
  const merchant = await openMerchant();
  const { body, headers } = await merchant.browse('/v2/public/forms.js');
  expect(body).toBe(FORM_SCRIPT_TEXT);
  expect(headers['cache-control']).toBe('public, max-age=3600');
});
