import type { ProgramFile, RetailEvent } from './files.ts';

/** What happens in a replay, in order of time. Instants in milliseconds. */
export type Step =
  | { readonly kind: 'end'; readonly at: number; readonly offer: string }
  | { readonly kind: 'join'; readonly at: number; readonly partner: ProgramFile['partners'][number] }
  | { readonly kind: 'event'; readonly at: number; readonly event: RetailEvent }
  | Aside;

/** Something of a story that is told beside the events (cli/replay/story.ts). It may be done again. */
export interface Aside {
  readonly kind: 'aside';
  readonly at: number;
  /** What it touches: asides and events of one chain happen in their order. */
  readonly chains: readonly string[];
  work(): Promise<void>;
}

/** Before a sale of the same instant an offer has ended, a partner has joined, and what is told beside has happened. */
const RANK = { end: 0, join: 1, aside: 2, event: 3 } as const;

/** The steps of a replay up to the end of the month of its last event. */
export const timelineOf = (
  file: ProgramFile,
  events: readonly RetailEvent[],
  asides: readonly Aside[] = [],
): readonly Step[] => {
  const last = Date.parse(events.at(-1)?.at ?? '1970-01-01T00:00:00Z');
  const steps: Step[] = [
    ...file.offers.flatMap((offer): Step[] =>
      offer.activeTo === null ? [] : [{ kind: 'end', at: Date.parse(offer.activeTo), offer: offer.id }],
    ),
    ...file.partners.map((partner): Step => ({ kind: 'join', at: Date.parse(partner.joinedAt), partner })),
    ...events.map((event): Step => ({ kind: 'event', at: Date.parse(event.at), event })),
    ...asides,
  ];
  const inMonth = monthEnd(last);
  return steps.filter((step) => step.at < inMonth).toSorted((a, b) => a.at - b.at || RANK[a.kind] - RANK[b.kind]);
};

/** The first instant of the month after an instant, in UTC. */
export const monthEnd = (at: number): number => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
};

/** The clock starts before anybody joins and any offer begins or ends. */
export const startOf = (file: ProgramFile, events: readonly RetailEvent[]): number =>
  Math.min(
    ...file.partners.map((partner) => Date.parse(partner.joinedAt)),
    ...file.offers
      .flatMap(({ activeFrom, activeTo }) => [activeFrom, activeTo])
      .flatMap((instant) => (instant === null ? [] : [Date.parse(instant)])),
    Date.parse(events[0]?.at ?? '2038-01-01T00:00:00Z'),
  ) - 1000;

/** The months of the events, from the first to the last. */
export const monthsOf = (events: readonly RetailEvent[]): readonly string[] => [
  ...new Set(events.map((event) => event.at.slice(0, 7))),
];
