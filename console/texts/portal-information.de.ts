import type en from './portal-information.en.ts';

export default {
  title: 'Über das Programm',
  lead: (program) => `Was ${program} für Sie geschrieben hat.`,
  pages: 'Seiten',
  empty: 'Hier steht noch nichts',
  emptyText:
    'Das Programm kann hier Anleitungen, Preise und Antworten zeigen. Sehen Sie so lange nach, was Sie verdienen.',
  emptyAction: 'Ihre Vergütung ansehen',
  back: 'Über das Programm',
} satisfies typeof en;
