import { CLICK_PARAMETER, destinationFault, type Parameters, targetOf, type Utm } from '../../../../domain/links.ts';

/** What the links of a group take from it. */
interface Landing {
  readonly destination: string;
  readonly utm: Parameters;
  readonly parameters: Parameters;
  /** Whether they give click ids. */
  readonly counts: boolean;
}

/** An address in its parts: what the merchant wrote, and what is added to it. */
interface Preview {
  readonly destination: string;
  readonly added: readonly { readonly sign: '?' | '&'; readonly name: string; readonly value: string }[];
  readonly hash: string;
  readonly fromProgram: boolean;
}

interface Program {
  readonly destination_url: string | null;
  readonly utm: Utm;
}

/** Where a link of the group leads, as tracking will do it; undefined when it leads nowhere. */
export const previewOf = (landing: Landing, program: Program): Preview | undefined => {
  const own = landing.destination.trim();
  const destination = own === '' ? program.destination_url : own;
  if (destination === null || destinationFault(destination) !== -1) return undefined;
  const parameters = { ...program.utm, ...landing.parameters, ...landing.utm };
  const target = new URL(targetOf(destination, parameters, landing.counts ? 'click' : undefined));
  const before = new URL(destination);
  const known = [...before.searchParams].length;
  const all = [...target.searchParams];
  return {
    destination: `${before.origin}${before.pathname}${before.search}`,
    added: all.slice(known).map(([name, value], at) => ({
      sign: before.search === '' && at === 0 ? '?' : '&',
      name,
      value: name === CLICK_PARAMETER ? value : encodeURIComponent(value),
    })),
    hash: before.hash,
    fromProgram: own === '',
  };
};
