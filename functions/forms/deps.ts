import type { Files } from '../shared/files.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';
import type { PublicFormDeps } from '../shared/public-forms.ts';

/** What the use cases of form templates work with. */
export interface FormsDeps extends PartnershipDeps {
  /** Where forms are reached, without a slash at the end. */
  readonly publicUrl: string;
}

/** What the use cases of applications work with. */
export interface ApplicationsDeps extends PartnershipDeps {
  readonly files: Files;
  readonly clock: { real(): number };
}

/** What public forms and their submissions work with. */
export interface ApplyDeps extends FormsDeps, ApplicationsDeps, PublicFormDeps {}
