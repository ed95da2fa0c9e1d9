import type { OwnProgram } from '../session/person.ts';

/**
 * What a program is called among those that somebody may switch to: its name first, because the room is narrow, and
 * what else tells it apart from the others.
 */
export const programTitle = (of: OwnProgram, all: readonly OwnProgram[], test: string): string => {
  const merchants = new Set(all.map(({ merchant }) => merchant));
  const alike = all.filter(({ name, merchant }) => name === of.name && merchant === of.merchant);
  return [
    of.name,
    merchants.size > 1 && of.merchant !== of.name ? of.merchant : undefined,
    alike.length > 1 && of.mode === 'test' ? test : undefined,
  ]
    .filter((each) => each !== undefined)
    .join(' · ');
};
