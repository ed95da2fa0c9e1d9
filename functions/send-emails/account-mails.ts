import { decode } from '../../table/codec.ts';
import { AnnouncedLink } from '../../table/mailed-links.ts';
import { getMerchant } from '../../table/merchants.ts';
import { getPartnerInvitation } from '../../table/partner-invitations.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import type { MailedTokens } from '../shared/mailed-tokens.ts';
import * as texts from './texts.ts';

/** What writing these mails needs from outside. */
export interface AccountMailDeps {
  readonly store: Store;
  readonly tokens: () => Promise<MailedTokens>;
  /** Where the pages are that the links lead to. */
  readonly publicUrl: string;
}

const TYPES = [
  'invitation.created',
  'password_reset.requested',
  'email_change.requested',
  'sign_up.requested',
] as const;
type AccountMail = (typeof TYPES)[number];

/** Whether an event of this type asks for a mail with a link. */
export const isAccountMail = (type: string): type is AccountMail => TYPES.some((known) => known === type);

/** The token is behind the `#`, which browsers send nowhere. */
const addressOf = async (deps: AccountMailDeps, page: string, key: string): Promise<string> =>
  `${deps.publicUrl}/account/#${page}=${(await deps.tokens())(key)}`;

const invitation = async (deps: AccountMailDeps, link: AnnouncedLink) => {
  const [merchant, program] = await Promise.all([
    getMerchant(deps.store, link.merchant ?? ''),
    getProgram(deps.store, link.program ?? ''),
  ]);
  if (program === undefined) return undefined;
  const address = await addressOf(deps, 'invitation', link.key);
  const facts = { from: merchant?.name ?? program.name, address, endsAt: link.ends_at, zone: program.time_zone };
  if (link.kind === 'member') return texts.memberInvited(facts);
  const invited = await getPartnerInvitation(deps.store, program.key, link.subject ?? '');
  // Revoked, accepted or sent again in the meantime: this link is worthless.
  if (invited?.link !== link.key || invited.state !== 'open') return undefined;
  const { message, first_name: name } = invited;
  return texts.partnerInvited({ ...facts, from: program.name, message, name });
};

/** The mail with the link that was made; none when the program is gone. */
export const accountMails = async (
  deps: AccountMailDeps,
  type: AccountMail,
  detail: unknown,
): Promise<readonly texts.Mail[]> => {
  const link = decode(AnnouncedLink, detail);
  const words = async () => {
    switch (type) {
      case 'invitation.created':
        return invitation(deps, link);
      case 'password_reset.requested':
        return texts.passwordReset(await addressOf(deps, 'password', link.key));
      case 'email_change.requested':
        return texts.emailChange(await addressOf(deps, 'email', link.key));
      case 'sign_up.requested':
        return texts.signUp(await addressOf(deps, 'sign-up', link.key));
    }
  };
  const written = await words();
  return written === undefined ? [] : [{ to: link.email, ...written }];
};
