import { plural } from '../app/language.ts';
import type en from './tags.en.ts';

export default {
  title: 'Tags',
  lead: 'Etiketten, nach denen Sie Partner ordnen. Nur Ihr Team sieht sie; aus ihnen bestehen Segmente.',
  name: 'Name',
  nameHint: 'Kurz, etwa „VIP“ oder „Deutschland“.',
  active: 'Aktive Partner',
  inactive: 'Inaktive Partner',
  segments: 'Segmente',
  actions: 'Aktionen',
  create: 'Neuer Tag',
  created: (name: string) => `Den Tag „${name}“ gibt es jetzt.`,
  rename: 'Umbenennen',
  renameOf: (name: string) => `„${name}“ umbenennen`,
  renamed: (name: string) => `Der Tag heißt jetzt „${name}“.`,
  delete: 'Löschen',
  deleteOf: (name: string) => `„${name}“ löschen`,
  deleteAsk: (name: string) => `Den Tag „${name}“ löschen?`,
  deleteNobody: 'Kein Partner hat ihn.',
  deleteText: (count: number) => plural(count, { one: '# Partner verliert ihn.', other: '# Partner verlieren ihn.' }),
  deleteTriggers: 'Wenn ein Auslöser ihn noch nennt, bleibt der Tag, und Sie erfahren es.',
  usedBy: 'Aus ihm bestehen Segmente. Ändern oder löschen Sie zuerst diese Segmente:',
  deleted: (name: string) => `Der Tag „${name}“ wurde gelöscht.`,
  empty: 'Noch keine Tags',
  emptyText: 'Legen Sie einen Tag an und geben Sie ihn dann Partnern in der Liste der Partner.',
} satisfies typeof en;
