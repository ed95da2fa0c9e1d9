import type { ProgramFile } from '../replay/files.ts';

/** What the offers and tiers of the demo's program file are called where people read them. */
const OFFERS: Readonly<Record<string, string>> = {
  O1: 'Every sale',
  O2: 'Resellers: larger orders',
  O3: 'EU business: five countries',
  O4: 'Ten hero products',
  O5: 'Gold and platinum: extra',
  O6: 'Influencers: fixed reward',
};

const capitalised = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** The same program with names that a visitor understands in place of short ones. It pays the same. */
export const readable = (file: ProgramFile): ProgramFile => {
  const segments = new Map(file.segments.map(({ id, name }) => [id, name ?? id]));
  const named = (field: string, name: string): string => {
    if (field === 'segment') return segments.get(name) ?? name;
    return field === 'tier' ? capitalised(name) : name;
  };
  return {
    ...file,
    groups: file.groups.map(capitalised),
    segments: file.segments.map((segment) => ({ ...segment, id: segments.get(segment.id) ?? segment.id })),
    offers: file.offers.map((offer) => ({
      ...offer,
      id: OFFERS[offer.id] ?? offer.id,
      group: offer.group === null ? null : capitalised(offer.group),
      rules: offer.rules.map((rule) =>
        typeof rule.value === 'number' ? rule : { ...rule, value: rule.value.map((name) => named(rule.field, name)) },
      ),
    })),
    partners: file.partners.map((partner) => ({ ...partner, group: capitalised(partner.group) })),
    ...(file.tiers
      ? {
          tiers: { ...file.tiers, levels: file.tiers.levels.map((level) => ({ ...level, id: capitalised(level.id) })) },
        }
      : {}),
  };
};
