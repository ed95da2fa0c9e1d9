import { decode } from '../../table/codec.ts';
import { getMail, type MailRecord, putMail } from '../../table/mails.ts';
import { ConditionFailed } from '../../table/store.ts';
import { type AccountMailDeps, accountMails, isAccountMail } from './account-mails.ts';
import type { Mail } from './texts.ts';
import { EventKey, mailsFor } from './write-mail.ts';

/** What sending needs from outside. */
export interface MailDeps extends AccountMailDeps {
  /** Real time: a claim must end even while the business clock stands still. */
  readonly clock: { real(): number };
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly send: (mail: Mail) => Promise<void>;
}

/** How long a mail may take to be handed over; after that whoever claimed it must have died. */
const CLAIM_MS = 60_000;
/** How long a second delivery of the same event waits for the first one to be done. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 100;

/** Another delivery of the same event is still sending the mail; the queue delivers again. */
class MailClaimed extends Error {
  constructor() {
    super('The mail is being sent by another delivery of the same event.');
    this.name = 'MailClaimed';
  }
}

/** What is stored of the mail, once nobody else is sending it. */
const whenFree = async (deps: MailDeps, event: string): Promise<MailRecord | undefined> => {
  const until = deps.clock.real() + PATIENCE_MS;
  for (;;) {
    const record = await getMail(deps.store, event);
    if (record === undefined || record.sent) return record;
    const now = deps.clock.real();
    if (now - record.claimed_at >= CLAIM_MS) return record;
    if (now >= until) throw new MailClaimed();
    await deps.pause(PAUSE_MS);
  }
};

/**
 * Sends the mail that an event asks for, once for each event: it is claimed before it is handed over and noted
 * afterwards. Only a crash between the two can send a mail twice, which is better than never.
 */
export const sendMails =
  (deps: MailDeps) =>
  async (type: string, detail: unknown): Promise<void> => {
    const mails = isAccountMail(type)
      ? await accountMails(deps, type, detail)
      : await mailsFor(deps.store, type, detail);
    if (mails.length === 0) return;
    const event = `${type}#${decode(EventKey, detail).key}`;
    for (const [index, mail] of mails.entries()) await sendOnce(deps, index === 0 ? event : `${event}#${index}`, mail);
  };

/**
 * Claims a mail of an event: that nobody has before is tried without looking. Answers what is stored of it then;
 * undefined when it was sent, or another delivery has just claimed it and is done.
 */
const claimed = async (deps: MailDeps, event: string): Promise<MailRecord | undefined> => {
  const claim = { claimed_at: deps.clock.real(), sent: false };
  const take = async (before: MailRecord | undefined): Promise<MailRecord | undefined> => {
    try {
      await deps.store.write(putMail(event, before, claim));
      return { ...claim, rev: (before?.rev ?? 0) + 1 };
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      return undefined;
    }
  };
  const first = await take(undefined);
  if (first !== undefined) return first;
  const before = await whenFree(deps, event);
  if (before?.sent === true) return undefined;
  const again = await take(before);
  if (again === undefined) await whenFree(deps, event);
  return again;
};

/** Sends one mail of an event, unless it was sent. */
const sendOnce = async (deps: MailDeps, event: string, mail: Mail): Promise<void> => {
  const claim = await claimed(deps, event);
  if (claim === undefined) return;
  try {
    await deps.send(mail);
  } catch (error) {
    // The next delivery need not wait for a claim that nobody holds any more.
    await deps.store.write(putMail(event, claim, { claimed_at: 0, sent: false }));
    throw error;
  }
  await deps.store.write(putMail(event, claim, { claimed_at: claim.claimed_at, sent: true }));
};
