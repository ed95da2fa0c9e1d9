import { createHash } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import { FORM_KINDS } from '../../domain/forms.ts';
import type { Store } from '../../table/store.ts';
import type { OpenAnswer } from '../shared/api.ts';
import { escapeHtml } from '../shared/html.ts';
import { requirePublicForm } from '../shared/public-forms.ts';
import { scriptTag } from './embedding.ts';
import { FORM_SCRIPT_TEXT } from './form-script.ts';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:1.5rem auto;padding:0 1rem}
input:not([type=checkbox]),select,textarea{width:100%;padding:.5rem;font:inherit;box-sizing:border-box}
.fairshare-error{color:#b00020}`;

const hash = createHash('sha256').update(STYLE).digest('base64');

/**
 * Any site may put the page into a frame (browsers ignore x-frame-options where a policy has `frame-ancestors`): there
 * is nothing on it that a click could give away. Only our script runs;
 * it may send answers to us and files to wherever an upload lies.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'sha256-${hash}'`,
  "style-src-attr 'none'",
  'connect-src *',
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors *',
].join('; ');

/** The live form as a page of its own: what a merchant looks at, and what a frame shows. */
export const formPage = async (store: Store, params: Readonly<Record<string, string>>): Promise<OpenAnswer> => {
  const { form: slug = '' } = params;
  const kind = FORM_KINDS.find((known) => known === params['kind']);
  if (kind === undefined) throw new Failure('not_found', 'There is nothing at this path.');
  const { form } = await requirePublicForm(store, slug, kind);
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(form.content.title)}</title>
<style>${STYLE}</style>
</head>
<body>
${scriptTag('', slug, kind)}
</body>
</html>
`;
  return {
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body,
    headers: { 'content-security-policy': POLICY },
  };
};

/** The script is the same for everybody, and may be kept for a while. */
export const formScript = (): OpenAnswer => ({
  status: 200,
  contentType: 'text/javascript; charset=utf-8',
  body: FORM_SCRIPT_TEXT,
  headers: { 'cache-control': 'public, max-age=3600', 'cross-origin-resource-policy': 'cross-origin' },
});
