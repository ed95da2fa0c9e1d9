import type { FormKind } from '../../domain/forms.ts';
import { publicFormSlug } from '../../table/public-forms.ts';
import { escapeHtml } from '../shared/html.ts';

/** Where a form is for everybody, and the HTML that puts it on a page. */
interface Embedding {
  readonly url: string;
  readonly embed: { readonly script: string; readonly iframe: string };
}

/** The script that shows a form where it stands. */
const FORM_SCRIPT = '/v2/public/forms.js';

/**
 * Where the form of a kind that a group has is found, and how it is embedded. The script works on any page that takes
 * HTML, of any site builder: nothing but an element and a script of ours. Most sites are light, so the form is as well,
 * unless `data-theme` says otherwise.
 */
export const embeddingOf = (publicUrl: string, group: string, kind: FormKind, title: string): Embedding => {
  const slug = publicFormSlug(group);
  const url = `${publicUrl}/v2/public/forms/${slug}/${kind}/page`;
  const words = escapeHtml(title);
  const iframe = `<iframe src="${escapeHtml(url)}?theme=light" title="${words}" style="width:100%;height:900px;border:0" loading="lazy"></iframe>`;
  const script = [
    `<div data-fairshare-form="${escapeHtml(slug)}/${kind}" data-title="${words}" data-theme="light"></div>`,
    `<script src="${escapeHtml(publicUrl)}${FORM_SCRIPT}" async></script>`,
  ].join('\n');
  return { url, embed: { script, iframe } };
};
