import type en from './partners.en.ts';

export default {
  title: 'Partner',
  lead: 'Alle, die für Sie werben, und was sie verkauft haben.',
  partner: 'Partner',
  email: 'E-Mail-Adresse',
  company: 'Firma',
  country: 'Land',
  group: 'Gruppe',
  status: 'Status',
  statuses: { active: 'Aktiv', inactive: 'Inaktiv' },
  joined: 'Dabei seit',
  sales: 'Verkäufe',
  quantity: 'Verkaufte Stücke',
  tier: 'Stufe',
  key: 'Schlüssel',
  empty: 'Noch keine Partner',
  emptyText: 'Partner stehen hier, sobald sie angenommen, importiert oder eingeladen sind.',
} satisfies typeof en;
