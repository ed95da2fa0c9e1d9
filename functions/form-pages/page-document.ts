import { createHash } from 'node:crypto';
import type { Language } from '../../domain/languages.ts';
import type { Look } from '../../table/looks.ts';
import type { OpenAnswer } from '../shared/api.ts';
import { escapeHtml } from '../shared/html.ts';
import { logoOf, lookPalette } from '../shared/looks.ts';
import { pageStyle } from './page-style.ts';
import type { FormTexts } from './texts/form-texts.ts';

/** The script that shows forms on pages of others, and tells there how high they are. */
export const FORM_SCRIPT = '/v2/public/forms.js';

/** Whether a page is light or dark whatever the reader's system says. */
const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number] | undefined;
export const themeOf = (name: string | null): Theme => THEMES.find((theme) => theme === name);

/** What every page is written with. */
export interface PageSetting {
  readonly language: Language;
  readonly texts: FormTexts;
  readonly theme: Theme;
  /** Whether it stands in a frame: then it tells the page around it how high it is. */
  readonly framed: boolean;
  readonly publicUrl: string;
  readonly program: { readonly name: string };
  readonly look: Look;
}

export interface Page {
  readonly status: number;
  readonly title: string;
  /** HTML. */
  readonly main: string;
  /** Origins besides our own that forms are sent to and frames show. */
  readonly origins?: readonly string[];
  /** A page in a frame of a page of ours has neither logo nor addresses. */
  readonly bare?: boolean;
}

const headOf = ({ publicUrl, program, look }: PageSetting): string => {
  const name = escapeHtml(look.name ?? program.name);
  const logo = logoOf(publicUrl, look);
  if (logo === undefined) return `<p class="program">${name}</p>`;
  return `<img class="logo" src="${escapeHtml(logo.url)}" width="${logo.width}" height="${logo.height}" alt="${name}">`;
};

const footOf = ({ look, texts }: PageSetting): string => {
  const { imprint, privacy, terms } = texts.footer;
  const links = [
    [look.imprint_url, imprint],
    [look.privacy_url, privacy],
    [look.terms_url, terms],
  ].flatMap(([url, name]) =>
    url === undefined || name === undefined
      ? []
      : [`<a href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer">${escapeHtml(name)}</a>`],
  );
  return links.length === 0 ? '' : `<footer>${links.join('')}</footer>`;
};

/**
 * Any site may put a page into a frame (browsers ignore x-frame-options where a policy has `frame-ancestors`): there is
 * nothing on it that a click could give away. Only our style and, in a frame, our script count; forms are sent to us
 * and to where uploads lie.
 */
const policyOf = (style: string, framed: boolean, origins: readonly string[]): string =>
  [
    "default-src 'none'",
    "img-src 'self'",
    `script-src ${framed ? "'self'" : "'none'"}`,
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "style-src-attr 'none'",
    `frame-src ${["'self'", ...origins].join(' ')}`,
    `form-action ${["'self'", ...origins].join(' ')}`,
    "base-uri 'none'",
    'frame-ancestors *',
  ].join('; ');

/** A page of the public forms: one answer, with its style in it. */
export const pageDocument = (setting: PageSetting, page: Page): OpenAnswer => {
  const { language, theme, framed } = setting;
  const style = pageStyle(lookPalette(setting.look));
  const bare = page.bare === true;
  // The page around a bare one has the one main part.
  const part = bare ? 'div' : 'main';
  const body = `<!doctype html>
<html lang="${language}"${theme === undefined ? '' : ` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(page.title)}</title>
<style>${style}</style>${framed && !bare ? `\n<script src="${FORM_SCRIPT}" data-fairshare-page async></script>` : ''}
</head>
<body${framed || bare ? '' : ' class="own"'}>
<div class="wrap">
${bare ? '' : `<header>${headOf(setting)}</header>`}
<${part}>
${page.main}
</${part}>
${bare ? '' : footOf(setting)}
</div>
</body>
</html>
`;
  const headers = {
    'content-security-policy': policyOf(style, framed && !bare, page.origins ?? []),
    'content-language': language,
  };
  return { status: page.status, contentType: 'text/html; charset=utf-8', body, headers };
};
