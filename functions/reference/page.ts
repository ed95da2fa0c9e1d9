import { ERROR_STATUS } from '../../domain/errors.ts';
import { ERROR_MEANINGS } from './document.ts';

/** Scripts and styles come from this address only; nothing is inline, nothing may frame the page. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const errorRows = (): string =>
  Object.entries(ERROR_MEANINGS)
    .map(([code, meaning]) => {
      const status = Object.entries(ERROR_STATUS).find(([name]) => name === code)?.[1] ?? '';
      const text = meaning.replace(/`(\w[\w-]*)`/g, '<code>$1</code>');
      return `<tr id="error-${code}"><td>${status}</td><td><code>${code}</code></td><td>${text}</td></tr>`;
    })
    .join('\n');

/** The page that shows the document and the error codes, which errors link to. */
export const page = (): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fairshare API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/v2/docs/swagger-ui.css">
<link rel="stylesheet" href="/v2/docs/page.css">
</head>
<body>
<main id="operations"></main>
<section class="errors" aria-labelledby="errors">
<h2 id="errors">Error codes</h2>
<table>
<thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${errorRows()}
</tbody>
</table>
</section>
<script src="/v2/docs/swagger-ui.js"></script>
<script src="/v2/docs/page.js"></script>
</body>
</html>
`;

/** Starts the interactive part; it does not keep keys that are typed in. */
export const PAGE_SCRIPT = `SwaggerUIBundle({
  url: '/v2/openapi.json',
  domNode: document.getElementById('operations'),
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

export const PAGE_STYLES = `body { margin: 0; }
.errors { max-width: 1460px; margin: 0 auto; padding: 0 20px 60px; box-sizing: border-box; font-family: sans-serif; color: #3b4151; }
.errors table { border-collapse: collapse; width: 100%; }
.errors th, .errors td { text-align: left; padding: 8px 12px; border-bottom: 1px solid #d8dde7; vertical-align: top; }
.errors tr:target { background: #fff5d6; }
`;
