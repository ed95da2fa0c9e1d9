import type { PortalDeal, PortalLead } from '../../../api/operations.ts';
import type { Badge } from '../../../parts/figures.tsx';
import { prospects } from './texts.ts';

type Kind = Parameters<typeof Badge>[0]['kind'];

export const LEAD_KINDS = {
  submitted: 'neutral',
  qualified: 'info',
  closed: 'good',
  rejected: 'bad',
  withdrawn: 'neutral',
} as const satisfies Record<PortalLead['status'], Kind>;

export const DEAL_KINDS = {
  registered: 'neutral',
  accepted: 'info',
  rejected: 'bad',
  won: 'good',
  lost: 'warning',
  withdrawn: 'neutral',
} as const satisfies Record<PortalDeal['status'], Kind>;

/** What a lead is called. */
export const leadName = ({ first_name, last_name, company, email }: PortalLead): string => {
  const name = [first_name, last_name].filter((each) => each !== null && each !== '').join(' ');
  return name === '' ? (company ?? email ?? prospects.t.unnamed) : name;
};

/** What a deal is called. */
export const dealName = ({ name, account_name }: PortalDeal): string => name ?? account_name ?? prospects.t.unnamed;
