import type { Files } from '../files.ts';
import type { PartnershipDeps } from '../found-partners.ts';
import type { MailedTokens } from '../mailed-tokens.ts';
import type { PublicFormDeps } from '../public-forms.ts';

/** What the use cases of applications work with. */
export interface ApplicationsDeps extends PartnershipDeps {
  readonly files: Files;
  readonly clock: { real(): number };
  /** Makes the tokens of mailed links: whoever is approved gets one to make a login with. */
  readonly mailedTokens: () => Promise<MailedTokens>;
}

/** What taking an application from a public form works with. */
export interface ApplyDeps extends ApplicationsDeps, PublicFormDeps {
  /** Where forms are reached, without a slash at the end. */
  readonly publicUrl: string;
}
