import type { Files } from '../shared/files.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';

/** What the use cases of this function work with. */
export interface ContentDeps extends PartnershipDeps {
  readonly files: Files;
  /** Where links and pictures are reached, without a slash at the end. */
  readonly publicUrl: string;
  /** Real time: what is signed expires in it. */
  readonly clock: { real(): number };
}
