import { plural } from '../app/language.ts';
import type en from './segments.en.ts';

export default {
  title: 'Segmente',
  lead: 'Partner, nach Tags ausgewählt: für Auslöser, Werbemittel und Seiten. Wer einen Tag bekommt oder verliert, ist sofort dabei oder nicht mehr.',
  segment: 'Segment',
  name: 'Name',
  match: 'Wer dazugehört',
  partners: 'Partner',
  actions: 'Aktionen',
  create: 'Neues Segment',
  created: (name: string) => `Das Segment „${name}“ gibt es jetzt.`,
  empty: 'Noch keine Segmente',
  emptyText: 'Verbinden Sie Tags, etwa „VIP“ und „Deutschland“, um genau diese Partner zu erreichen.',
  who: 'Wer dazugehört',
  noTags: 'Es gibt noch keine Tags. Legen Sie zuerst welche unter „Tags“ an.',
  and: 'und',
  or: 'oder',
  allOf: 'Alle von diesen',
  oneOf: 'Mindestens eins von diesen',
  how: 'Wie diese Tags verbunden sind',
  tag: 'Tag',
  chooseTag: 'Tag wählen',
  addTag: 'Tag hinzufügen',
  addGroup: 'Zusammengehörige Tags hinzufügen',
  removeTag: (name: string) => `Den Tag ${name} entfernen`,
  removeGroup: 'Diese Tags entfernen',
  tagsUsed: (count: number, most: number) => `${count} von höchstens ${most} Tags.`,
  quoted: (name: string) => `„${name}“`,
  says: (sentence: string) => `Dazu gehört, wer ${sentence} hat.`,
  problems: {
    empty: 'Wählen Sie mindestens einen Tag.',
    too_many_tags: 'Ein Segment verbindet höchstens 10 Tags.',
    too_deep: 'Ein Segment schachtelt höchstens 5 Ebenen.',
  },
  preview: 'Wer jetzt dazugehörte',
  previewEmpty: 'Wählen Sie einen Tag, um zu sehen, wer dazugehört.',
  activePartners: (count: number) => plural(count, { one: 'aktiver Partner', other: 'aktive Partner' }),
  inactiveToo: (count: number) =>
    plural(count, {
      one: '# inaktiver Partner hat diese Tags auch; er nimmt an nichts teil.',
      other: '# inaktive Partner haben diese Tags auch; sie nehmen an nichts teil.',
    }),
  more: 'Mehr zeigen',
  overlaps: 'Überschneidung mit anderen Segmenten',
  overlapsText:
    'Segmente mit einem der gleichen Tags. Für wen beide gelten, können sich Angebote von Auslösern addieren.',
  noOverlap: 'Kein anderes Segment nutzt diese Tags.',
  overlap: (shared: number, own: number, other: number) =>
    `${plural(shared, { one: '# Partner ist in beiden', other: '# Partner sind in beiden' })}: von ${own} hier, von ${other} dort.`,
  sharedTags: (names: string) => `Tags in beiden: ${names}`,
  usages: 'Wo es genutzt wird',
  notUsed: 'Nichts nutzt es.',
  usageTypes: { trigger: 'Auslöser', creative: 'Werbemittel', page: 'Portalseite' },
  inRules: '(seine Regeln nennen es)',
  delete: 'Löschen',
  deleteOf: (name: string) => `„${name}“ löschen`,
  deleteAsk: (name: string) => `Das Segment „${name}“ löschen?`,
  deleteUsed: (count: number) =>
    plural(count, {
      one: '# Stelle nutzt es und ändert sich dadurch:',
      other: '# Stellen nutzen es und ändern sich dadurch:',
    }),
  deleteEffect:
    'Ein Auslöser, dessen letztes Segment es ist oder dessen Regeln es nennen, belohnt ab dann niemanden. Werbemittel und Seiten, die kein anderes Segment nennen, sieht niemand mehr.',
  tagsStay: 'Tags bleiben, wie sie sind.',
  deleted: (name: string) => `Das Segment „${name}“ wurde gelöscht.`,
} satisfies typeof en;
