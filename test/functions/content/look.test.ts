import { publicFormSlug } from '../../../table/public-forms.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';
import { gifOf, pngOf } from '../../support/pictures.ts';

const uploaded = async (merchant: TestMerchant, type: string, body: Uint8Array): Promise<string> => {
  const asked = { type, size: body.length };
  const { upload, fields } = await merchant.must('POST', '/v2/portal-look/uploads', asked);
  expect(merchant.files.post(fields, body)).toBe(true);
  return upload;
};

const refusal = async (merchant: TestMerchant, method: string, path: string, body?: unknown): Promise<string> => {
  const { status, error } = await merchant.call(method, path, body);
  return `${status} ${error.reason} ${error.param}`;
};

describe("The portal's look", () => {
  it('is that of a program without one, until the merchant decides', async () => {
    const merchant = await openMerchant();
    expect(await merchant.must('GET', '/v2/portal-look')).toEqual({
      ...{ name: 'Acme', logo: null, primary_color: '#1f4fd8', accent_color: '#1f4fd8', welcome: null },
      ...{ imprint_url: null, privacy_url: null, terms_url: null, updated_at: null },
      palette: {
        ...{ primary: '#1f4fd8', on_primary: '#ffffff' },
        ...{ accent_on_light: '#1f4fd8', accent_on_dark: expect.stringMatching(/^#[0-9a-f]{6}$/) },
      },
    });
  });

  it('is name, logo, colours, welcome page and addresses; each can be changed and taken away by itself', async () => {
    const merchant = await openMerchant();
    const upload = await uploaded(merchant, 'image/png', pngOf(240, 80));
    const welcome = { title: 'Welcome', text: '**Good** to have you' };
    const look = await merchant.must('PATCH', '/v2/portal-look', {
      ...{ name: 'Acme Partners', logo: { upload }, primary_color: '#FFD400', welcome },
      ...{ imprint_url: 'https://acme.example/imprint', privacy_url: 'https://acme.example/privacy' },
    });
    expect(look).toMatchObject({
      ...{ name: 'Acme Partners', primary_color: '#ffd400', accent_color: '#ffd400', welcome },
      logo: { url: `https://acme.example/v2/public/images/${merchant.program}/${upload}`, width: 240, height: 80 },
      palette: { primary: '#ffd400', on_primary: '#000000' },
    });
    const again = await merchant.must('PATCH', '/v2/portal-look', { logo: { upload }, welcome: null, name: null });
    expect(again).toMatchObject({ name: 'Acme', logo: look.logo, welcome: null, privacy_url: look.privacy_url });
    expect((await merchant.must('PATCH', '/v2/portal-look', { logo: null })).logo).toBeNull();
  });

  it('takes no logo that is no picture, and no address that a browser would run', async () => {
    const merchant = await openMerchant();
    const patch = (body: unknown) => refusal(merchant, 'PATCH', '/v2/portal-look', body);
    const upload = await uploaded(merchant, 'image/png', gifOf(1, 1));
    expect(await patch({ logo: { upload } })).toBe('422 not_an_image logo.upload');
    expect(await patch({ logo: { upload: 'up_none' } })).toBe('422 unknown_upload logo.upload');
    expect(await patch({ privacy_url: 'javascript:alert(1)' })).toBe('422 invalid_fields privacy_url');
    expect(await patch({ primary_color: 'red;}' })).toBe('422 invalid_fields primary_color');
    const svg = { type: 'image/svg+xml', size: 100 };
    expect(await refusal(merchant, 'POST', '/v2/portal-look/uploads', svg)).toBe('422 invalid_fields type');
  });

  it('is public by the key of the program, a join link and public forms; the welcome page is for partners', async () => {
    const merchant = await openMerchant();
    const { default_group: group } = await merchant.head();
    const welcome = { title: 'Welcome', text: 'Hello' };
    await merchant.must('PATCH', '/v2/portal-look', { name: 'Acme Partners', welcome });
    const { join_slug: slug } = await merchant.must('GET', `/v2/groups/${group}`);
    for (const place of [merchant.program, slug, publicFormSlug(group)]) {
      const shown = await merchant.must('GET', `/v2/public/programs/${place}/look`);
      expect(shown).toMatchObject({ name: 'Acme Partners', logo_url: null, palette: { primary: '#1f4fd8' } });
      expect(JSON.stringify(shown)).not.toMatch(/Hello|grp_|prog_/);
    }
    for (const place of ['prog_none', group, 'nothing']) {
      expect((await merchant.call('GET', `/v2/public/programs/${place}/look`)).status).toBe(404);
    }
    const anna = await merchant.must('POST', '/v2/partnerships', { email: 'anna@p.example' });
    expect(await merchant.as(anna.key).must('GET', '/v2/portal/look')).toMatchObject({
      name: 'Acme Partners',
      welcome,
    });
  });
});

describe('Further pages of the portal', () => {
  const open = async () => {
    const merchant = await openMerchant();
    const tag = await merchant.must('POST', '/v2/tags', { name: 'vip' });
    const segment = await merchant.must('POST', '/v2/segments', { name: 'Important', match: tag.key });
    const page = (slug: string, more: Record<string, unknown> = {}) =>
      merchant.must('POST', '/v2/portal-pages', { title: slug.toUpperCase(), slug, text: `About ${slug}`, ...more });
    const join = async (name: string, more: Record<string, unknown> = {}) =>
      (await merchant.must('POST', '/v2/partnerships', { email: `${name}@p.example`, ...more })).key;
    return { merchant, tag, segment, page, join };
  };

  it('are shown in their order to whom they are for, and to nobody else', async () => {
    const { merchant, tag, segment, page, join } = await open();
    const [anna, ben] = [await join('anna', { tags: [tag.key] }), await join('ben')];
    await page('last', { position: 9 });
    await page('vips', { position: 1, target: { type: 'segments', segment_keys: [segment.key] } });
    await page('first', { position: 0 });
    const seen = async (key: string) =>
      (await merchant.as(key).must('GET', '/v2/portal/pages')).items.map(({ slug }: { slug: string }) => slug);
    expect(await seen(anna)).toEqual(['first', 'vips', 'last']);
    expect(await seen(ben)).toEqual(['first', 'last']);
    expect(await merchant.as(anna).must('GET', '/v2/portal/pages/vips')).toEqual({
      ...{ slug: 'vips', title: 'VIPS', text: 'About vips' },
    });
    expect((await merchant.as(ben).call('GET', '/v2/portal/pages/vips')).status).toBe(404);
    const { items } = await merchant.must('GET', `/v2/segments/${segment.key}/usages`);
    expect(items).toMatchObject([{ type: 'page', name: 'VIPS' }]);
  });

  it('have a slug of their own, can be changed and deleted, and are twenty at most', async () => {
    const { merchant, page } = await open();
    const first = await page('first');
    const again = { title: 'Again', slug: 'first', text: '' };
    expect(await refusal(merchant, 'POST', '/v2/portal-pages', again)).toBe('409 name_taken slug');
    expect(await refusal(merchant, 'POST', '/v2/portal-pages', { ...again, slug: 'A b' })).toBe(
      '422 invalid_fields slug',
    );
    const renamed = await merchant.must('PATCH', `/v2/portal-pages/${first.key}`, { slug: 'start', text: 'New' });
    expect(renamed).toMatchObject({ slug: 'start', text: 'New', title: 'FIRST' });
    for (let index = 1; index < 20; index++) await page(`page-${index}`);
    expect(await refusal(merchant, 'POST', '/v2/portal-pages', again)).toBe('403 portal_pages undefined');
    await merchant.must('DELETE', `/v2/portal-pages/${first.key}`);
    await merchant.must('POST', '/v2/portal-pages', again);
    expect((await merchant.must('GET', '/v2/portal-pages?limit=50')).items).toHaveLength(20);
  });
});
