import { plural } from '../app/language.ts';

/** Tags: labels on partners that only the team sees. */
export default {
  title: 'Tags',
  lead: 'Labels by which you sort partners. Only your team sees them; segments are made of them.',
  name: 'Name',
  nameHint: 'Short, such as “VIP” or “Germany”.',
  active: 'Active partners',
  inactive: 'Inactive partners',
  segments: 'Segments',
  actions: 'Actions',
  create: 'New tag',
  created: (name: string) => `The tag “${name}” is there.`,
  rename: 'Rename',
  renameOf: (name: string) => `Rename “${name}”`,
  renamed: (name: string) => `The tag is called “${name}” now.`,
  delete: 'Delete',
  deleteOf: (name: string) => `Delete “${name}”`,
  deleteAsk: (name: string) => `Delete the tag “${name}”?`,
  deleteNobody: 'No partner has it.',
  deleteText: (count: number) => plural(count, { one: '# partner loses it.', other: '# partners lose it.' }),
  deleteTriggers: 'If a trigger still names it, the tag stays and you are told.',
  usedBy: 'Segments are made of it. Change or delete these segments first:',
  deleted: (name: string) => `The tag “${name}” was deleted.`,
  empty: 'No tags yet',
  emptyText: 'Make a tag, then give it to partners in the list of partners.',
};
