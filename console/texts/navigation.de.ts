import type en from './navigation.en.ts';

export default {
  sections: { work: 'Partner', money: 'Geld', program: 'Programm', settings: 'Einstellungen' },
  areas: {
    overview: 'Übersicht',
    partners: 'Partner',
    tags: 'Tags',
    segments: 'Segmente',
    dashboard: 'Übersicht',
  },
} satisfies typeof en;
