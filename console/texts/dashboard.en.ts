/** The portal's start page. */
export default {
  title: 'Dashboard',
  lead: (program: string) => `Your earnings with ${program}.`,
  balance: 'Your balance',
  open: 'Earned this month',
  openNote: 'May still change',
  invoiced: 'Invoiced',
  invoicedNote: 'The merchant has it to pay',
  available: 'Available',
  onTheWay: 'On the way to you',
  paid: 'Paid so far',
  next: 'Next payment',
  nextText: (amount: string, day: string) => `${amount}, expected on ${day}`,
  noNext: 'Nothing is due yet. Share your link to earn your first reward.',
  states: {
    earning: 'the month is still running',
    in_review: 'the merchant reviews it',
    to_be_paid: 'the merchant has it to pay',
    paid: 'paid',
  },
};
