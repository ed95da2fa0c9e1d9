/** The names of areas and of the headings that they stand under. */
export default {
  sections: { work: 'Partners', promote: 'Promote', money: 'Money', program: 'Program', settings: 'Settings' },
  areas: {
    overview: 'Overview',
    partners: 'Partners',
    tags: 'Tags',
    segments: 'Segments',
    groups: 'Groups',
    triggers: 'Triggers',
    tiers: 'Tiers',
    rewards: 'Rewards',
    dashboard: 'Dashboard',
    portalLinks: 'Links and codes',
    portalOffers: 'What you earn',
    portalMaterial: 'Promo material',
    portalProspects: 'Leads and deals',
    portalRecruits: 'Recruiting',
    portalInformation: 'About the program',
    portalRewards: 'Rewards',
    portalPayments: 'Payments',
    portalAccount: 'Your account',
  },
};
