import { randomUUID } from 'node:crypto';
import { AwsFailure, answerJson, authorise, failureAnswer, inputOf } from './aws-answers.ts';
import type { AwsEndpoint, Caller, Kernel } from './contract.ts';
import { noteHappening } from './happenings.ts';
import type { Content, Mail } from './mail-message.ts';
import { mailboxPage, mailPage } from './mail-pages.ts';
import type { MessagingParts } from './messaging-parts.ts';
import { readRawMail } from './raw-mail.ts';
import type { Json, JsonObject, Loose } from './values.ts';
import { columnNumber, columnText, isJsonObject, isObject, numberAt, objectAt, parseJson, textAt } from './values.ts';

const MOST_LISTED = 500;
/** Old mails make room: a mailbox for looking at, not an archive. */
const MOST_KEPT = 20_000;

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function dataOf(content: Loose, part: string): string {
  return textAt(objectAt(content, part), 'Data') ?? '';
}

function contentOf(input: JsonObject): Content & { readonly from?: string; readonly to?: readonly string[] } {
  const content = objectAt(input, 'Content');
  if (isObject(content['Simple'])) {
    const simple = objectAt(content, 'Simple');
    const body = objectAt(simple, 'Body');
    const subject = dataOf(simple, 'Subject');
    if (/[\r\n]/.test(subject)) throw new AwsFailure('BadRequestException', 'Subject must not contain line breaks.');
    return { subject, text: dataOf(body, 'Text'), html: dataOf(body, 'Html') };
  }
  const raw = textAt(objectAt(content, 'Raw'), 'Data');
  if (raw !== undefined) return readRawMail(Buffer.from(raw, 'base64').toString('utf8'));
  throw new AwsFailure('BadRequestException', 'the local runtime supports Simple and Raw content only');
}

/** The bare address of `Name <address>`. */
function addressOf(mailbox: string): string {
  return /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();
}

/** SES asks for another right when the message comes raw. */
function authoriseSender(caller: Caller, parts: MessagingParts, input: JsonObject, from: string): void {
  const address = addressOf(from);
  const domain = address.split('@')[1] ?? '';
  const labels = domain.split('.');
  const domains = labels.map((_, index) => labels.slice(index).join('.'));
  const identities = [address, ...domains].map(
    (name) => `arn:aws:ses:${parts.region}:${parts.account}:identity/${name}`,
  );
  const action = isObject(objectAt(input, 'Content')['Raw']) ? 'ses:SendRawEmail' : 'ses:SendEmail';
  authorise(caller, action, identities, { 'ses:FromAddress': [address] });
}

function mailOf(row: Loose): Mail {
  const stored = parseJson(columnText(row, 'mail'));
  const mail = isJsonObject(stored) ? stored : {};
  const list = (key: string): readonly string[] => strings(mail[key]);
  const text = (key: string): string => textAt(mail, key) ?? '';
  return {
    id: columnNumber(row, 'id'),
    messageId: columnText(row, 'message_id'),
    sentAt: new Date(columnNumber(row, 'sent_at')).toISOString(),
    from: text('from'),
    to: list('to'),
    cc: list('cc'),
    bcc: list('bcc'),
    replyTo: list('replyTo'),
    subject: text('subject'),
    text: text('text'),
    html: text('html'),
  };
}

/** A mail before it is kept; lists and parts that it does not have are empty. */
type Kept = Pick<Mail, 'from' | 'to' | 'subject' | 'text'> & Partial<Mail>;

/** The mailbox in the journal; answers with the id of the kept message. */
export function keepMail({ journal, clock }: Pick<Kernel, 'journal' | 'clock'>, mail: Kept): string {
  journal.schema(`CREATE TABLE IF NOT EXISTS mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, sent_at INTEGER NOT NULL, mail TEXT NOT NULL)`);
  const messageId = randomUUID();
  journal.transaction(() => {
    const sql = 'INSERT INTO mails (message_id, sent_at, mail) VALUES (?, ?, ?)';
    const { lastId } = journal.run(sql, messageId, clock.now(), JSON.stringify(mail));
    journal.run('DELETE FROM mails WHERE id <= ?', lastId - MOST_KEPT);
    noteHappening({ journal, clock }, { kind: 'mail', title: mail.subject, of: mail.to.join(', ') });
  });
  return messageId;
}

/** SES that delivers to a page: what functions send is kept in the journal and shown below /_local/mail. */
export function startMail(kernel: Kernel, parts: MessagingParts): void {
  const { journal } = kernel;
  journal.schema(`CREATE TABLE IF NOT EXISTS mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, sent_at INTEGER NOT NULL, mail TEXT NOT NULL)`);
  const send = (input: JsonObject, caller: Caller): Json => {
    const { from: rawFrom, to: rawTo, ...content } = contentOf(input);
    const from = textAt(input, 'FromEmailAddress') ?? rawFrom;
    if (from === undefined || from === '') throw new AwsFailure('BadRequestException', 'FromEmailAddress is required.');
    authoriseSender(caller, parts, input, from);
    const destination = objectAt(input, 'Destination');
    const named = strings(destination['ToAddresses']);
    const [to, cc, bcc] = [
      named.length > 0 ? named : (rawTo ?? []),
      strings(destination['CcAddresses']),
      strings(destination['BccAddresses']),
    ];
    if (to.length + cc.length + bcc.length === 0)
      throw new AwsFailure('BadRequestException', 'Destination is required.');
    const replyTo = strings(input['ReplyToAddresses']);
    return { MessageId: keepMail(kernel, { from, to, cc, bcc, replyTo, ...content }) };
  };
  parts.registerEndpoint('ses', mailEndpoint(send));

  const list = (query: URLSearchParams): readonly Mail[] => {
    const most = Math.min(numberAt({ limit: query.get('limit') ?? '' }, 'limit') ?? 100, MOST_LISTED);
    const before = numberAt({ before: query.get('before') ?? '' }, 'before') ?? Number.MAX_SAFE_INTEGER;
    return journal.all('SELECT * FROM mails WHERE id < ? ORDER BY id DESC LIMIT ?', before, most).map(mailOf);
  };
  const html = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  };
  parts.localRoute('GET', '/_local/mail', async ({ query }) => ({
    status: 200,
    headers: html,
    body: mailboxPage(list(query)),
  }));
  parts.localRoute('GET', '/_local/mail.json', async ({ query }) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items: list(query) }),
  }));
  parts.localRoute('GET', '/_local/mail/*', async ({ path }) => {
    const id = Number(path.slice('/_local/mail/'.length));
    const [row] = Number.isInteger(id) ? journal.all('SELECT * FROM mails WHERE id = ?', id) : [];
    if (row === undefined) return { status: 404, headers: html, body: mailboxPage([]) };
    return { status: 200, headers: html, body: mailPage(mailOf(row)) };
  });
}

function mailEndpoint(send: (input: JsonObject, caller: Caller) => Json): AwsEndpoint {
  return async (request) => {
    try {
      if (request.method !== 'POST' || request.path !== '/v2/email/outbound-emails') {
        const message = `the local runtime does not support ${request.method} ${request.path}`;
        throw new AwsFailure('NotFoundException', message, 404);
      }
      return answerJson(send(inputOf(request), request.caller), 'application/json');
    } catch (thrown) {
      if (!(thrown instanceof AwsFailure)) throw thrown;
      const status = thrown.code === 'AccessDeniedException' ? 403 : thrown.status;
      return failureAnswer(new AwsFailure(thrown.code, thrown.message, status), 'application/json');
    }
  };
}
