import * as z from 'zod';
import type { ApiClient } from '../replay/client.ts';
import { banner, logo } from './pictures.ts';

/** What partners find in the portal: its look, its pages, and what they may put on their own. Each asks what is there. */

const Upload = z.object({ upload: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) });

/** Hands a picture in, as a browser does. @returns the name by which it is used. */
const handIn = async (api: ApiClient, path: string, picture: Buffer, about: object, at: number): Promise<string> => {
  const type = 'image/png';
  const asked = { ...about, type, size: picture.length };
  const { upload, url, fields } = Upload.parse(await api.call('POST', path, asked, at));
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(picture)], { type }), 'picture.png');
  const answer = await fetch(url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`A picture was not taken: ${answer.status} ${await answer.text()}`);
  return upload;
};

const WELCOME =
  'Thank you for recommending our shop. Share your link: whoever buys within 90 days of a click is yours. Questions? Write to [partners@demo-shop.example](mailto:partners@demo-shop.example).';

const HOW_TO = `## When you are paid

1. On the 1st of each month we add up what you earned, and you see your statement.
2. On the 13th it is paid to your PayPal or bank account.

## What works well

- **Show the thing in use.** A picture of a laid table sells more cups than a picture of a cup.
- **Link to the catalogue, not only to the home page.** Make a link of its own for each place where you write.
- **Say that you are paid.** Your readers trust you more, and the law asks for it.

## What we do not allow

- Advertisements in search engines with our name.
- Coupons that we did not give you.
- Mails to people who did not ask for them.`;

const Look = z.object({ logo: z.unknown().nullable() });

/** Gives the portal its logo, colours and welcome page. */
export const dressPortal = async (api: ApiClient, at: number): Promise<void> => {
  if (Look.parse(await api.call('GET', '/v2/portal-look')).logo !== null) return;
  const upload = await handIn(api, '/v2/portal-look/uploads', logo(), {}, at);
  const look = {
    name: 'Demo shop partners',
    logo: { upload },
    primary_color: '#1f6f5c',
    accent_color: '#d9822b',
    welcome: { title: 'Welcome', text: WELCOME },
    imprint_url: 'https://www.demo-shop.example/imprint',
    privacy_url: 'https://www.demo-shop.example/privacy',
    terms_url: 'https://www.demo-shop.example/partner-terms',
  };
  await api.call('PATCH', '/v2/portal-look', look, at);
};

const Page = z.object({ key: z.string(), slug: z.string() });

/** Adds a page about payment and about what works well. */
export const addPage = async (api: ApiClient, at: number): Promise<void> => {
  if ((await api.all('/v2/portal-pages', Page)).some(({ slug }) => slug === 'how-to')) return;
  await api.call('POST', '/v2/portal-pages', { title: 'Good to know', slug: 'how-to', text: HOW_TO }, at);
};

const EMAIL = `Dear reader,

the spring catalogue of the Demo shop is out: enamel jugs, bunting, and the cake stand that everybody asks for.

Have a look: {link}

Yours, {partner_name}`;

const Creative = z.object({ key: z.string(), name: z.string() });

/** What the pieces of material are called. */
export const BANNER = 'Banner: spring gifts';
export const TEXT_LINK = 'Text link: spring catalogue';
export const MAIL = 'E-mail: the spring catalogue is out';

const MATERIAL = [
  {
    name: TEXT_LINK,
    kind: 'text_link',
    description: 'One line for the foot of an article.',
    destination_url: 'https://www.demo-shop.example/spring',
    text_link: { text: 'Gifts for spring at the Demo shop' },
  },
  {
    name: MAIL,
    kind: 'email',
    description: 'For your newsletter. Change the words as you like.',
    email: { subject: 'The spring catalogue is out', body: EMAIL },
  },
] as const;

/** Adds a text link, the text of a mail, and a banner. */
export const addMaterial = async (api: ApiClient, at: number): Promise<void> => {
  const made = new Set((await api.all('/v2/creatives', Creative)).map(({ name }) => name));
  for (const each of MATERIAL) if (!made.has(each.name)) await api.call('POST', '/v2/creatives', each, at);
  if (made.has(BANNER)) return;
  const upload = await handIn(api, '/v2/creatives/uploads', banner(), { kind: 'banner' }, at);
  const alt_text = 'Spring gifts at the Demo shop';
  const description = '468 by 60 pixels, for the top of a page.';
  await api.call(
    'POST',
    '/v2/creatives',
    { name: BANNER, kind: 'banner', description, banner: { upload, alt_text } },
    at,
  );
};
