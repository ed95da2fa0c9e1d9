import type { PortalDeal, PortalLead } from '../../../api/operations.ts';
import { countryText } from '../../../parts/country-field.tsx';
import { type Badge, dayText, numberText } from '../../../parts/figures.tsx';
import { prospects } from './texts.ts';

type Kind = Parameters<typeof Badge>[0]['kind'];

export const LEAD_KINDS = {
  submitted: 'neutral',
  qualified: 'info',
  closed: 'good',
  rejected: 'bad',
} as const satisfies Record<PortalLead['status'], Kind>;

export const DEAL_KINDS = {
  registered: 'neutral',
  accepted: 'info',
  rejected: 'bad',
  won: 'good',
  lost: 'warning',
} as const satisfies Record<PortalDeal['status'], Kind>;

/** What a lead is called. */
export const leadName = ({ first_name, last_name, company, email }: PortalLead): string => {
  const name = [first_name, last_name].filter((each) => each !== null && each !== '').join(' ');
  return name === '' ? (company ?? email ?? prospects.t.unnamed) : name;
};

/** What a deal is called. */
export const dealName = ({ name, account_name }: PortalDeal): string => name ?? account_name ?? prospects.t.unnamed;

type Field = PortalLead['fields'][number];

/** What was answered to a field, as a text. */
export const answerText = ({ type, value }: Field): string => {
  const { t } = prospects;
  if (value === null) return t.nothing;
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'string') return value.join(', ');
  switch (type) {
    case 'date':
      return dayText(value);
    case 'country':
      return countryText(value);
    case 'file':
      return t.file;
    default:
      return value;
  }
};
