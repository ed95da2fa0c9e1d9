import type { Mail } from './mail-message.ts';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}' +
  'table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #ccc}' +
  'pre{white-space:pre-wrap;background:#f6f6f6;padding:1rem}dt{font-weight:600}iframe{width:100%;height:40rem;border:1px solid #ccc}' +
  '@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#9cf}pre{background:#222}iframe{background:#fff}}';

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function page(title: string, body: string): string {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>` +
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>${body}</body></html>`
  );
}

/** The list of mails, newest first. */
export function mailboxPage(mails: readonly Mail[]): string {
  const rows = mails.map(
    ({ id, sentAt, to, subject }) =>
      `<tr><td>${escaped(sentAt)}</td><td>${escaped(to.join(', '))}</td>` +
      `<td><a href="/_local/mail/${id}">${escaped(subject === '' ? '(no subject)' : subject)}</a></td></tr>`,
  );
  const last = mails.at(-1);
  const older = last === undefined ? '' : `<p><a href="/_local/mail?before=${last.id}">Older</a></p>`;
  const table = `<table><thead><tr><th>Sent</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  const empty = '<p>No mail here yet. What the product sends shows up on this page.</p>';
  return page('Mail', `<h1>Mail</h1>${mails.length === 0 ? empty : table + older}`);
}

/** One mail. Its HTML is shown in a frame that may run nothing and load nothing. */
export function mailPage(mail: Mail): string {
  const fields: readonly (readonly [string, string])[] = [
    ['Sent', mail.sentAt],
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ['Cc', mail.cc.join(', ')],
    ['Bcc', mail.bcc.join(', ')],
    ['Reply to', mail.replyTo.join(', ')],
  ];
  const list = fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`)
    .join('');
  const html =
    mail.html === ''
      ? ''
      : `<h2>HTML</h2><iframe sandbox="" title="HTML part" srcdoc="${escaped(mail.html)}"></iframe>`;
  const text = mail.text === '' ? '' : `<h2>Text</h2><pre>${escaped(mail.text)}</pre>`;
  return page(
    mail.subject,
    `<p><a href="/_local/mail">All mail</a></p><h1>${escaped(mail.subject)}</h1><dl>${list}</dl>${text}${html}`,
  );
}
