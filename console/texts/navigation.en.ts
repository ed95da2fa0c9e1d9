/** The names of areas and of the headings that they stand under. */
export default {
  sections: { work: 'Partners', money: 'Money', program: 'Program', settings: 'Settings' },
  areas: {
    overview: 'Overview',
    partners: 'Partners',
    tags: 'Tags',
    segments: 'Segments',
    dashboard: 'Dashboard',
  },
};
