import type en from './navigation.en.ts';

export default {
  sections: { work: 'Partner', promote: 'Werben', money: 'Geld', program: 'Programm', settings: 'Einstellungen' },
  areas: {
    overview: 'Übersicht',
    partners: 'Partner',
    tags: 'Tags',
    segments: 'Segmente',
    groups: 'Gruppen',
    triggers: 'Auslöser',
    tiers: 'Stufen',
    rewards: 'Prämien',
    settings: 'Einstellungen',
    invoices: 'Rechnungen',
    payouts: 'Auszahlungen',
    reports: 'Berichte',
    dashboard: 'Übersicht',
    portalLinks: 'Links und Codes',
    portalOffers: 'Ihre Vergütung',
    portalMaterial: 'Werbemittel',
    portalProspects: 'Leads und Deals',
    portalRecruits: 'Partner werben',
    portalInformation: 'Über das Programm',
    portalRewards: 'Provisionen',
    portalPayments: 'Zahlungen',
    portalAccount: 'Ihr Konto',
  },
} satisfies typeof en;
