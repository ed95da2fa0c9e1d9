import type en from './portal-material.en.ts';

export default {
  title: 'Werbemittel',
  lead: 'Fertig zum Einsetzen, mit Ihrem Link darin.',
  kind: 'Art',
  kinds: { banner: 'Banner', text_link: 'Textlinks', email: 'E-Mail-Texte', file: 'Dateien' },
  link: 'Führt über',
  everyLink: 'den passenden Link',
  embed: 'Code für Ihre Seite',
  copyEmbed: 'Code kopieren',
  copyLink: 'Link kopieren',
  copySubject: 'Betreff kopieren',
  copyMail: 'E-Mail kopieren',
  subject: 'Betreff',
  impressions: (count) => `In den letzten 30 Tagen ${count}-mal gezeigt`,
  size: (width, height) => `${width} × ${height} Pixel`,
  picture: 'Bild herunterladen',
  noLink: 'Sie haben noch keinen Link: Legen Sie erst einen an, dann steht der Code hier.',
  makeLink: 'Link anlegen',
  empty: 'Es gibt noch keine Werbemittel',
  emptyText: 'Das Programm kann hier Banner, Texte und Dateien ablegen. Ihr Link wirkt auch ohne sie.',
  emptyAction: 'Zu Ihren Links',
} satisfies typeof en;
