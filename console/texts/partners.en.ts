/** The list of partners. */
export default {
  title: 'Partners',
  lead: 'Everybody who promotes you, and what they have sold.',
  partner: 'Partner',
  email: 'E-mail address',
  company: 'Company',
  country: 'Country',
  group: 'Group',
  status: 'Status',
  statuses: { active: 'Active', inactive: 'Inactive' },
  joined: 'Joined',
  sales: 'Sales',
  quantity: 'Things sold',
  tier: 'Tier',
  key: 'Key',
  empty: 'No partners yet',
  emptyText: 'Partners appear here when they are approved, imported or invited.',
};
