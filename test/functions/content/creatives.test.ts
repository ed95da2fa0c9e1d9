import { openMerchant, type TestMerchant } from '../../support/merchant.ts';
import { gifOf, pngOf } from '../../support/pictures.ts';

const uploaded = async (merchant: TestMerchant, kind: 'banner' | 'file', type: string, body: string | Uint8Array) => {
  const size = Buffer.from(body).length;
  const { upload, fields } = await merchant.must('POST', '/v2/creatives/uploads', { kind, type, size });
  expect(merchant.files.post(fields, body)).toBe(true);
  return upload;
};

const open = async () => {
  const merchant = await openMerchant();
  await merchant.must('PATCH', '/v2/programs', { destination_url: 'https://shop.example/' });
  const group = await merchant.must('POST', '/v2/groups', { name: 'Resellers' });
  const tag = await merchant.must('POST', '/v2/tags', { name: 'vip' });
  const segment = await merchant.must('POST', '/v2/segments', { name: 'Important', match: tag.key });
  const join = async (name: string, more: Record<string, unknown> = {}) => {
    const names = { partner_key: name, email: `${name}@p.example`, first_name: 'Anna', last_name: 'Bell' };
    return (await merchant.must('POST', '/v2/partnerships', { ...names, ...more })).key;
  };
  const link = (name: string, slug: string, more: Record<string, unknown> = {}) =>
    merchant.must('POST', '/v2/links', { partnership_key: name, slug, ...more });
  const text = (name: string, more: Record<string, unknown> = {}) =>
    merchant.must('POST', '/v2/creatives', { name, kind: 'text_link', text_link: { text: name }, ...more });
  return { merchant, group, tag, segment, join, link, text };
};

const refusal = async (merchant: TestMerchant, method: string, path: string, body?: unknown): Promise<string> => {
  const { status, error } = await merchant.call(method, path, body);
  return `${status} ${error.reason} ${error.param}`;
};

describe('Promo material', () => {
  it('is a banner whose picture says how large it is', async () => {
    const { merchant } = await open();
    const upload = await uploaded(merchant, 'banner', 'image/png', pngOf(300, 250));
    const banner = { upload, alt_text: 'Lamps "here"' };
    const made = await merchant.must('POST', '/v2/creatives', { name: 'Spring', kind: 'banner', banner });
    expect(made).toMatchObject({
      ...{
        kind: 'banner',
        archived: false,
        position: 0,
        target: { type: 'all' },
        impressions: 0,
        clicks: 0,
        text_link: null,
      },
      banner: { width: 300, height: 250, alt_text: 'Lamps "here"', content_type: 'image/png' },
    });
    const other = await uploaded(merchant, 'banner', 'image/gif', gifOf(468, 60));
    const changed = await merchant.must('PATCH', `/v2/creatives/${made.key}`, { banner: { upload: other } });
    expect(changed.banner).toMatchObject({ width: 468, height: 60, alt_text: 'Lamps "here"' });
    expect(changed.banner.image_url).not.toBe(made.banner.image_url);
  });

  it('is no banner when the bytes are no picture, or another one than was announced', async () => {
    const { merchant } = await open();
    const make = (upload: string) =>
      refusal(merchant, 'POST', '/v2/creatives', { name: 'Bad', kind: 'banner', banner: { upload, alt_text: '' } });
    expect(await make(await uploaded(merchant, 'banner', 'image/png', '<svg onload="alert(1)"/>'))).toBe(
      '422 not_an_image banner.upload',
    );
    expect(await make(await uploaded(merchant, 'banner', 'image/png', gifOf(10, 10)))).toBe(
      '422 not_an_image banner.upload',
    );
    expect(await make(await uploaded(merchant, 'banner', 'image/png', pngOf(4_001, 10)))).toBe(
      '422 too_large banner.upload',
    );
    expect(await make('up_nothing')).toBe('422 unknown_upload banner.upload');
    expect(await make('../../kept/x')).toBe('422 unknown_upload banner.upload');
    const svg = { kind: 'banner', type: 'image/svg+xml', size: 10 };
    expect((await merchant.call('POST', '/v2/creatives/uploads', svg)).status).toBe(422);
    const large = { kind: 'banner', type: 'image/png', size: 2_000_001 };
    expect(await refusal(merchant, 'POST', '/v2/creatives/uploads', large)).toBe('422 too_large size');
  });

  it('has exactly the part of its kind, and merge fields that there are', async () => {
    const { merchant } = await open();
    const create = (body: unknown) => refusal(merchant, 'POST', '/v2/creatives', body);
    expect(await create({ name: 'A', kind: 'text_link' })).toBe('422 invalid_fields text_link');
    const both = { text_link: { text: 'x' }, email: { subject: 'x', body: 'x' } };
    expect(await create({ name: 'A', kind: 'text_link', ...both })).toBe('422 invalid_fields email');
    const email = { subject: 'Hello', body: 'Look at {site}' };
    expect(await create({ name: 'A', kind: 'email', email })).toBe('422 unknown_merge_field email.body');
  });

  it('is for groups and segments of the program, at most ten segments, and has a name of its own', async () => {
    const { merchant, group, segment, text } = await open();
    const create = (target: unknown, name = 'B') =>
      refusal(merchant, 'POST', '/v2/creatives', { name, kind: 'text_link', text_link: { text: 'x' }, target });
    expect(await create({ type: 'groups', group_keys: ['grp_none'] })).toBe(
      '422 unknown_reference target.group_keys.0',
    );
    expect(await create({ type: 'segments' })).toBe('422 invalid_fields target.segment_keys');
    const eleven = Array.from({ length: 11 }, (_, index) => `seg_${index}`);
    expect(await create({ type: 'segments', segment_keys: eleven })).toBe('422 too_many_segments target.segment_keys');
    await text('First', { target: { type: 'groups', group_keys: [group.key] } });
    await text('Second', { target: { type: 'segments', segment_keys: [segment.key] }, position: 4 });
    const third = await text('Third');
    expect(third.position).toBe(5);
    expect(await create({ type: 'all' }, 'first')).toBe('409 name_taken name');
    const found = async (query: string) =>
      (await merchant.must('GET', `/v2/creatives?${query}`)).items.map(({ name }: { name: string }) => name);
    expect(await found('')).toEqual(['Third', 'Second', 'First']);
    expect(await found(`group_key=${group.key}`)).toEqual(['First']);
    expect(await found(`segment_key=${segment.key}`)).toEqual(['Second']);
    await merchant.must('PATCH', `/v2/creatives/${third.key}`, { archived: true });
    expect(await found('')).toEqual(['Second', 'First']);
    expect(await found('include_archived=true&kind=text_link')).toEqual(['Third', 'Second', 'First']);
    expect(await found('kind=banner')).toEqual([]);
  });

  it('is a file that is downloaded by an address', async () => {
    const { merchant } = await open();
    const upload = await uploaded(merchant, 'file', 'application/zip', 'PK');
    const file = { upload, name: 'Kit.zip' };
    const made = await merchant.must('POST', '/v2/creatives', { name: 'Kit', kind: 'file', file });
    expect(made.file).toEqual({ name: 'Kit.zip', content_type: 'application/zip', size: 2 });
    expect((await merchant.must('GET', `/v2/creatives/${made.key}/file`)).url).toContain('name=Kit.zip');
    const renamed = await merchant.must('PATCH', `/v2/creatives/${made.key}`, { file: { upload, name: 'Kit 2.zip' } });
    expect(renamed.file.name).toBe('Kit 2.zip');
  });

  it('holds two hundred, and archived ones besides', async () => {
    const { merchant, text } = await open();
    for (let index = 0; index < 200; index++) await text(`Text ${index}`);
    const one = { name: 'One more', kind: 'text_link', text_link: { text: 'x' } };
    expect(await refusal(merchant, 'POST', '/v2/creatives', one)).toBe('403 creatives undefined');
    const { items } = await merchant.must('GET', '/v2/creatives?limit=1');
    await merchant.must('PATCH', `/v2/creatives/${items[0].key}`, { archived: true });
    await merchant.must('POST', '/v2/creatives', one);
    const again = { archived: false };
    expect(await refusal(merchant, 'PATCH', `/v2/creatives/${items[0].key}`, again)).toBe('403 creatives undefined');
  });
});

describe('E4 A segment or group that promo material is for', () => {
  it('is in the usages of the segment, and is deleted with their confirmation only; then nobody sees it', async () => {
    const { merchant, tag, segment, join, text } = await open();
    const anna = await join('anna', { tags: [tag.key] });
    const made = await text('For some', { target: { type: 'segments', segment_keys: [segment.key] } });
    expect((await merchant.as(anna).must('GET', '/v2/portal/creatives')).items).toHaveLength(1);
    const { items, confirm } = await merchant.must('GET', `/v2/segments/${segment.key}/usages`);
    expect(items).toEqual([{ type: 'creative', key: made.key, name: 'For some', in_rules: false }]);
    expect(await refusal(merchant, 'DELETE', `/v2/segments/${segment.key}`)).toBe('409 in_use confirm');
    await merchant.must('DELETE', `/v2/segments/${segment.key}?confirm=${confirm}`);
    expect((await merchant.as(anna).must('GET', '/v2/portal/creatives')).items).toEqual([]);
  });

  it('is not archived while it is for the group, unless the material is archived itself', async () => {
    const { merchant, group, text } = await open();
    const made = await text('For resellers', { target: { type: 'groups', group_keys: [group.key] } });
    const archive = () => merchant.call('PATCH', `/v2/groups/${group.key}`, { archived: true });
    expect(await archive()).toMatchObject({
      ...{ status: 409, error: { reason: 'in_use', fields: [{ param: made.key, message: 'This creative uses it.' }] } },
    });
    await merchant.must('PATCH', `/v2/creatives/${made.key}`, { archived: true });
    expect((await archive()).status).toBe(200);
    const again = await refusal(merchant, 'PATCH', `/v2/creatives/${made.key}`, { archived: false });
    expect(again).toBe('422 unknown_reference target.group_keys.0');
  });
});

describe('A partner', () => {
  it('sees what is for its group or its tags, in the order of the program, and nothing about whom it is for', async () => {
    const { merchant, group, tag, segment, join, link, text } = await open();
    await text('Last', { position: 9 });
    await text('Resellers only', { position: 1, target: { type: 'groups', group_keys: [group.key] } });
    await text('Important only', { position: 2, target: { type: 'segments', segment_keys: [segment.key] } });
    const [anna, ben] = [await join('anna', { tags: [tag.key] }), await join('ben', { group_key: group.key })];
    await link('anna', 'anna');
    const list = async (key: string, query = '') => merchant.as(key).must('GET', `/v2/portal/creatives${query}`);
    const names = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);
    expect(names(await list(anna))).toEqual(['Important only', 'Last']);
    expect(names(await list(ben))).toEqual(['Resellers only', 'Last']);
    const first = await list(anna, '?limit=1');
    expect(first).toMatchObject({ has_more: true, items: [{ name: 'Important only' }] });
    const rest = await list(anna, `?limit=1&starting_after=${first.items[0].key}`);
    expect([names(rest), rest.has_more]).toEqual([['Last'], false]);
    expect(JSON.stringify(await list(anna))).not.toMatch(/grp_|seg_|tag_|target|Resellers|vip/);
    const foreign = (await list(ben)).items[0].key;
    expect((await merchant.as(anna).call('GET', `/v2/portal/creatives/${foreign}`)).status).toBe(404);
    await merchant.must('PATCH', '/v2/partnerships/anna', { status: 'inactive' });
    expect(names(await list(anna))).toEqual([]);
  });

  it('gets HTML with its own link in it, escaped, and the pixel of a banner', async () => {
    const { merchant, join, link } = await open();
    const anna = await join('anna');
    await link('anna', 'anna');
    const upload = await uploaded(merchant, 'banner', 'image/png', pngOf(300, 250));
    const alt_text = '"><script>alert(1)</script>';
    const banner = { upload, alt_text };
    const { key } = await merchant.must('POST', '/v2/creatives', { name: 'Spring', kind: 'banner', banner });
    const shown = await merchant.as(anna).must('GET', `/v2/portal/creatives/${key}`);
    expect(shown.embed).toBe(
      [
        `<a href="https://acme.example/anna?creative=${key}" rel="sponsored noopener">`,
        `<img src="https://acme.example/v2/public/creatives/${key}/image" width="300" height="250" `,
        'alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"></a>',
        `<img src="https://acme.example/v2/public/creatives/${key}/pixel?link=anna" width="1" height="1" alt="" `,
        'referrerpolicy="no-referrer">',
      ].join(''),
    );
  });

  it('gets the copy of a mail with everything filled in', async () => {
    const { merchant, join, link } = await open();
    const anna = await join('anna');
    await link('anna', 'anna');
    const email = { subject: 'News of {program_name}', body: '{link}\n{partner_name}' };
    const { key } = await merchant.must('POST', '/v2/creatives', { name: 'Mail', kind: 'email', email });
    const [shown] = (await merchant.as(anna).must('GET', '/v2/portal/creatives?kind=email')).items;
    expect(shown.email).toEqual({
      ...{ subject: 'News of Acme', body: `https://acme.example/anna?creative=${key}\nAnna Bell` },
    });
    expect(shown.embed).toBeNull();
  });

  it('leads through a link of its own to where the material leads, which is made once', async () => {
    const { merchant, join, link, text } = await open();
    const anna = await join('anna');
    expect((await merchant.as(anna).must('GET', '/v2/portal/creatives')).items).toEqual([]);
    await text('Home');
    expect((await merchant.as(anna).must('GET', '/v2/portal/creatives')).items[0]).toMatchObject({
      link: null,
      embed: null,
    });
    const { key: home } = await link('anna', 'anna');
    await text('Spring', { destination_url: 'https://other.example/spring' });
    await text('Spring again', { destination_url: 'https://other.example/spring' });
    const list = async (query = '') =>
      (await merchant.as(anna).must('GET', `/v2/portal/creatives${query}`)).items.map(
        (item: { link: { key: string } }) => item.link.key,
      );
    const [first, second, third] = await list();
    expect(first).toBe(home);
    expect(second).toBe(third);
    expect(second).not.toBe(home);
    expect(await list()).toEqual([first, second, third]);
    expect(await list(`?link_key=${home}`)).toEqual([home, home, home]);
    const links = (await merchant.must('GET', '/v2/links')).items;
    expect(links.find(({ key }: { key: string }) => key === second)).toMatchObject({
      ...{ destination_url: 'https://other.example/spring', name: 'Spring', partnership_key: anna },
    });
    expect((await merchant.as(anna).call('GET', '/v2/portal/creatives?link_key=link_foreign')).status).toBe(404);
  });

  it('with exactly one link leads through that one', async () => {
    const { merchant, join, text } = await open();
    const group = await merchant.must('POST', '/v2/groups', { name: 'One link', custom_links: false });
    const anna = await join('anna', { group_key: group.key });
    await text('Spring', { destination_url: 'https://other.example/spring' });
    const { items } = await merchant.as(anna).must('GET', '/v2/portal/creatives');
    expect(items[0].link.url).toMatch(/^https:\/\/acme\.example\//);
    expect((await merchant.must('GET', '/v2/links')).items).toHaveLength(1);
  });
});
