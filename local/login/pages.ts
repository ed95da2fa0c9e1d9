import { createHash } from 'node:crypto';

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#16181d}' +
  'main{max-width:24rem;margin:3rem auto;padding:1.5rem;background:#fff;border-radius:.5rem}' +
  'h1{font-size:1.4rem;margin:0 0 1rem}label{display:block;margin:.8rem 0 .2rem;font-weight:600}' +
  'input{box-sizing:border-box;width:100%;font:inherit;padding:.6rem;border:1px solid #6b7280;border-radius:.3rem}' +
  'button{font:inherit;width:100%;margin-top:1.2rem;padding:.7rem;border:0;border-radius:.3rem;background:#1d4ed8;color:#fff}' +
  'a{color:#1d4ed8}input:focus,button:focus,a:focus{outline:3px solid #f59e0b;outline-offset:2px}' +
  '.problem{padding:.6rem;border-left:4px solid #b91c1c;background:#fef2f2}p{margin:.8rem 0}' +
  '@media(prefers-color-scheme:dark){body{background:#111;color:#eee}main{background:#1c1d21}a{color:#9cf}' +
  'input{background:#111;color:#eee}.problem{background:#3b1113}}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Headers of a page; `origins` are where its form may lead in the end. */
export function pageHeaders(origins: readonly string[]): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${STYLE_HASH}'`,
      `form-action ${["'self'", ...origins].join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    // The origin of a form must be told: the runtime refuses forms from elsewhere by it.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function page(title: string, problem: string | undefined, body: string): string {
  const alert = problem === undefined ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`;
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head>` +
    `<body><main><h1>${escaped(title)}</h1>${alert}${body}</main></body></html>`
  );
}

interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'email' | 'password' | 'text';
  readonly autocomplete: string;
  readonly value?: string;
}

const input = ({ name, label, type, autocomplete, value = '' }: Field): string =>
  `<label for="${name}">${escaped(label)}</label><input id="${name}" name="${name}" type="${type}" ` +
  `autocomplete="${autocomplete}" value="${escaped(value)}" required${type === 'text' ? ' inputmode="numeric"' : ''}>`;

const form = (action: string, fields: readonly Field[], button: string): string =>
  `<form method="post" action="${escaped(action)}">${fields.map(input).join('')}<button>${escaped(button)}</button></form>`;

const link = (address: string, text: string): string => `<p><a href="${escaped(address)}">${escaped(text)}</a></p>`;

const email = (value: string): Field => ({
  ...{ name: 'username', label: 'E-mail address', type: 'email', autocomplete: 'username', value },
});

/** Where somebody logs in. `query` is the request of the application, which every page carries along. */
export function loginPage(base: string, query: string, given = '', problem?: string): string {
  const fields: readonly Field[] = [
    email(given),
    { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
  ];
  return page(
    'Log in',
    problem,
    form(`${base}/login?${query}`, fields, 'Log in') + link(`${base}/forgotPassword?${query}`, 'Forgot your password?'),
  );
}

/** Where somebody asks for a code by mail. */
export function forgotPage(base: string, query: string, problem?: string): string {
  return page(
    'Forgot your password?',
    problem,
    '<p>We mail you a code with which you can choose a new password.</p>' +
      form(`${base}/forgotPassword?${query}`, [email('')], 'Mail me a code') +
      link(`${base}/login?${query}`, 'Back to log in'),
  );
}

/** Where the mailed code and a new password are given. */
export function resetPage(base: string, query: string, given: string, problem?: string): string {
  const fields: readonly Field[] = [
    email(given),
    { name: 'code', label: 'Code from the mail', type: 'text', autocomplete: 'one-time-code' },
    { name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password' },
  ];
  return page(
    'Choose a new password',
    problem,
    '<p>If the address has an account, a code is on its way to it. It is valid for one hour.</p>' +
      form(`${base}/confirmForgotPassword?${query}`, fields, 'Set the password') +
      link(`${base}/login?${query}`, 'Back to log in'),
  );
}

/** What somebody is told when there is nothing to go on with. */
export function problemPage(title: string, problem: string): string {
  return page(title, problem, '');
}
