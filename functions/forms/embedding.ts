import type { FormKind } from '../../domain/forms.ts';
import { publicFormSlug } from '../../table/public-forms.ts';
import { escapeHtml } from '../shared/html.ts';

/** Where a form is for everybody, and the HTML that puts it on a page. */
interface Embedding {
  readonly url: string;
  readonly embed: { readonly script: string; readonly iframe: string };
}

/** The script that shows a form where it stands, or on the page of its own. */
const FORM_SCRIPT = '/v2/public/forms.js';

/** Works on any page that takes HTML, of any site builder: nothing but an element and a script of ours. */
export const scriptTag = (publicUrl: string, slug: string, kind: FormKind): string =>
  `<div data-fairshare-form="${escapeHtml(slug)}/${kind}"></div>\n<script src="${escapeHtml(publicUrl)}${FORM_SCRIPT}" async></script>`;

/** Where the form of a kind that a group has is found, and how it is embedded. */
export const embeddingOf = (publicUrl: string, group: string, kind: FormKind, title: string): Embedding => {
  const slug = publicFormSlug(group);
  const url = `${publicUrl}/v2/public/forms/${slug}/${kind}/page`;
  const iframe = `<iframe src="${escapeHtml(url)}" title="${escapeHtml(title)}" style="width:100%;height:900px;border:0" loading="lazy"></iframe>`;
  return { url, embed: { script: scriptTag(publicUrl, slug, kind), iframe } };
};
