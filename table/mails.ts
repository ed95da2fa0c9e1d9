import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { mailKey } from './keys.ts';
import { absent, type Store, unchanged, type Write } from './store.ts';

/** A mail that is being sent, or was. */
const MailRecord = z.object({ claimed_at: z.int(), sent: z.boolean(), rev: z.int() });
export type MailRecord = z.infer<typeof MailRecord>;

const REMEMBERED_SECONDS = 35 * 86_400;

export const getMail = async (store: Store, event: string): Promise<MailRecord | undefined> => {
  const item = await store.get(mailKey(event));
  return item === undefined ? undefined : decode(MailRecord, item);
};

/** Claims a mail, or notes that it was sent (`mail_changed` when somebody else came between). Instants in real time. */
export const putMail = (
  event: string,
  before: MailRecord | undefined,
  after: { readonly claimed_at: number; readonly sent: boolean },
): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...mailKey(event),
    ...after,
    rev: (before?.rev ?? 0) + 1,
    [EXPIRES_ATTRIBUTE]: Math.floor(Math.max(after.claimed_at, before?.claimed_at ?? 0) / 1000) + REMEMBERED_SECONDS,
  },
  condition: before === undefined ? absent('mail_changed') : unchanged('mail_changed', before.rev),
});
