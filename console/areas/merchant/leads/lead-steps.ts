import type { Lead, Patchs } from '../../../api/operations.ts';

/** What can be decided about a lead. */
export type LeadStep = 'qualified' | 'closed' | 'rejected' | 'assign';

/** What is possible for a lead as it is: nothing that is final changes any more. */
export const stepsOf = ({ status, archived }: Pick<Lead, 'status' | 'archived'>): readonly LeadStep[] => {
  if (archived) return [];
  switch (status) {
    case 'submitted':
      return ['qualified', 'rejected', 'assign'];
    case 'qualified':
      return ['closed', 'rejected', 'assign'];
    case 'closed':
    case 'rejected':
    case 'withdrawn':
      return [];
  }
};

export interface LeadValues {
  readonly reason: string;
  readonly amount: number | undefined;
  readonly customer: string;
  readonly partner: string;
}

type Body = Patchs['/v2/leads/{lead}']['body'];

/** The request of a step. */
export const leadBody = (
  step: LeadStep,
  lead: Pick<Lead, 'customer_key'>,
  { reason, amount, customer, partner }: LeadValues,
): Body => {
  const why = reason.trim() === '' ? {} : { reason: reason.trim() };
  if (step === 'assign') return { partnership_key: partner, ...why };
  if (step === 'rejected') return { status: 'rejected', ...why };
  const named = customer.trim();
  return {
    status: step,
    ...(step === 'closed' && amount !== undefined ? { amount } : {}),
    ...(named === '' || named === lead.customer_key ? {} : { customer_key: named }),
    ...why,
  };
};
