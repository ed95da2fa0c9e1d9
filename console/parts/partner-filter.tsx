import { PartnerField } from './partner-field.tsx';

interface PartnerFilterProps {
  readonly label: string;
  /** The key of a partnership, ours or the merchant's; empty for all. */
  readonly value: string;
  readonly set: (value: string) => void;
}

/** A filter of a table: one partner, looked for by name, company or e-mail address. */
export const PartnerFilter = (props: PartnerFilterProps) => (
  <div class="filter-partner">
    <PartnerField name="partner" {...props} problem={undefined} />
  </div>
);
