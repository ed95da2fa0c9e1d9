import type { ProgramFile } from '../replay/files.ts';
import { chanceOf, oneOf } from './chance.ts';

/** Who a partner of the demo is. Everything here is made up. */
export interface Person {
  readonly first_name: string;
  readonly last_name: string;
  /** Null for a private person. */
  readonly company: string | null;
  readonly country: string;
  readonly email: string;
  /** What its links begin with. */
  readonly slug: string;
}

type Partner = Pick<ProgramFile['partners'][number], 'id' | 'group' | 'tags'>;

const words = (text: string): readonly string[] => text.split(' ');

const ENGLISH = {
  first: words('Amelia Beth Callum Daisy Edward Fiona George Hannah Isaac Jessica Liam Megan Nathan Olivia Poppy Rhys'),
  last: words('Ashdown Barlow Cartwell Dunmore Eastley Farrow Garside Holloway Kirkham Langley Merrow Pemberley Wick'),
};
const GERMAN = {
  first: words('Anke Bernd Clara Dirk Elke Felix Greta Heike Jonas Katrin Lars Miriam Nils Sabine Tobias Ute'),
  last: words('Ackerhof Birkner Dornbach Eichberg Falkner Grundel Hasenbach Kornfeld Lindtal Moosbauer Wiesner'),
};
const ROMANCE = {
  first: words('Adele Bruno Camille Diego Elena Fabien Giulia Hugo Ines Jules Lucia Marco Nina Paolo Sofia Theo'),
  last: words('Aubrac Bellacosta Castellan Dumarais Fontelle Marivaux Oliveri Pradel Rovigo Sanvito Tessier Valmont'),
};
const NORTHERN = {
  first: words('Anders Birgit Daan Eline Femke Gijs Henrik Ingrid Joost Karin Lotte Maja Nora Sander Tess Wouter'),
  last: words('Bakveld Dijkstede Ekholt Haverland Koppelaar Lindvik Molenbeek Nordal Roosendal Strandvik Veldhof'),
};

type Names = typeof ENGLISH;
const NAMES: Readonly<Record<string, Names>> = {
  ...{ GB: ENGLISH, IE: ENGLISH, US: ENGLISH, AU: ENGLISH, DE: GERMAN, AT: GERMAN, CH: GERMAN },
  ...{ FR: ROMANCE, IT: ROMANCE, ES: ROMANCE, BE: NORTHERN, NL: NORTHERN, SE: NORTHERN, NO: NORTHERN },
};
/** The shop is British: its neighbours are there more often. */
const EU = words('DE DE DE FR FR FR NL NL IE IE BE AT IT ES SE');
const ELSEWHERE = words('GB GB US AU CH NO');

const BEGINNINGS = words(
  'Brindle Cinder Clover Copper Damson Ember Fennel Flint Gorse Hazel Juniper Larch Linnet Marl Nettle Otter Pebble Quill Saffron Sorrel Thistle Willow Wren Yarrow',
);
const ENDINGS = words('acre barrow bourne combe crest fold gate holm ledge loft mead mere nook reach row wick');
/** What such a partner does, by its group; the empty word is a private person's. */
const TRADES: Readonly<Record<string, readonly string[]>> = {
  affiliates: ['Gift Guide', 'Finds', 'Deals', 'Home Journal', ''],
  resellers: ['Trading', 'Wholesale', 'Supplies', 'Homeware', 'Gifts'],
  influencers: ['Diaries', 'at Home', 'Studio', ''],
  agencies: ['Media', 'Digital', 'Partners', 'Marketing'],
  referral: ['Interiors', 'Tearooms', '', '', ''],
};

const countryOf = ({ id, tags }: Partner): string => {
  const inUk = tags.includes('uk') && !(tags.includes('eu') && chanceOf('abroad', id) < 0.3);
  if (inUk) return 'GB';
  return oneOf(tags.includes('eu') ? EU : ELSEWHERE, 'country', id);
};

/** The last part of an address that a text can stand for. */
export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

const personOf = (partner: Partner, draw: number): Person => {
  const { id, group } = partner;
  const country = countryOf(partner);
  const { first, last } = NAMES[country] ?? ENGLISH;
  const first_name = oneOf(first, 'first name', id, draw);
  const last_name = oneOf(last, 'last name', id, draw);
  const trade = oneOf(TRADES[group.toLowerCase()] ?? [''], 'trade', id);
  const house = `${oneOf(BEGINNINGS, 'house', id, draw)}${oneOf(ENDINGS, 'ending', id, draw)}`;
  const company = trade === '' ? null : `${house} ${trade}`;
  const email = `${slugOf(first_name)}.${slugOf(last_name)}@partners.example`;
  return { first_name, last_name, company, country, email, slug: slugOf(company ?? `${first_name} ${last_name}`) };
};

/** The partners of a program by their keys. No two have the same name or slug; who they are depends on their keys only. */
export const peopleOf = (partners: readonly Partner[]): ReadonlyMap<string, Person> => {
  const people = new Map<string, Person>();
  const taken = new Set<string>();
  for (const partner of partners) {
    let draw = 0;
    let person = personOf(partner, draw);
    while (taken.has(person.slug) || taken.has(person.email)) {
      draw += 1;
      person = personOf(partner, draw);
    }
    taken.add(person.slug).add(person.email);
    people.set(partner.id, person);
  }
  return people;
};
