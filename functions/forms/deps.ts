import type { ApplyDeps } from '../shared/applications/deps.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';

/** What the use cases of form templates work with. */
export interface FormsDeps extends PartnershipDeps {
  /** Where forms are reached, without a slash at the end. */
  readonly publicUrl: string;
}

/** What public forms and their submissions work with. */
export interface PublicDeps extends FormsDeps, ApplyDeps {}
