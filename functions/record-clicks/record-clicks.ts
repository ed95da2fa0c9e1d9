import { type ApartReason, REPEAT_WINDOW_MS } from '../../domain/clicks.ts';
import { dayOf } from '../../domain/periods.ts';
import { apartImpressionMetric, apartMetric, type Counters } from '../../domain/statistics.ts';
import { definitionKey, programKey, standingKey } from '../../table/keys.ts';
import { readStanding } from '../../table/partnerships.ts';
import { readProgram } from '../../table/programs.ts';
import { clickProof, clicksOf, eventProof, type Proof } from '../../table/statistics.ts';
import type { Item, ItemKey, Store } from '../../table/store.ts';
import { type CountingDeps, countOnce } from '../shared/counting.ts';
import type { Log } from '../shared/log.ts';
import { type LogBatchEvent, type LoggedClick, type LoggedImpression, readBatch } from './log-batch.ts';

export interface RecordDeps extends CountingDeps {
  readonly log: Log;
}

/** Longer than a batch of clicks can wait anywhere, dead-letter queue included; then nothing of the visitor is left. */
const KEPT_SECONDS = 15 * 24 * 60 * 60;
const MOST_KEYS = 100;
/** How many visitors are looked up at the same time. */
const LOOKUPS = 16;

const slices = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

const readItems = async (store: Store, keys: readonly ItemKey[]): Promise<readonly Item[]> =>
  (await Promise.all(slices(keys, MOST_KEYS).map((some) => store.batchGet(some)))).flat();

/** What a click is counted under besides what it says itself: days are those of the program, groups of the moment. */
const readPlaces = async (store: Store, clicks: readonly LoggedClick[], impressions: readonly LoggedImpression[]) => {
  const programs = [...new Set([...clicks, ...impressions].map(({ program }) => program))];
  const partnerships = [...new Set(clicks.map((click) => click.partnership))];
  const [heads, standings] = await Promise.all([
    readItems(store, programs.map(programKey)),
    readItems(store, partnerships.map(standingKey)),
  ]);
  const zones = new Map(heads.map(readProgram).map((program) => [program.key, program.time_zone]));
  const groups = new Map(standings.map(readStanding).map((standing) => [standing.key, standing.group]));
  return { zones, groups };
};

const visitorOf = (click: LoggedClick): string => `${click.link}\n${click.visitor}`;

/** When a visitor made valid clicks, or that there are more clicks than any person makes. */
type Visits = readonly number[] | 'too many';

const readVisits = async (store: Store, clicks: readonly LoggedClick[]): Promise<Map<string, Visits>> => {
  const spans = new Map<string, { readonly first: LoggedClick; readonly last: number }>();
  for (const click of clicks) {
    spans.set(visitorOf(click), { first: spans.get(visitorOf(click))?.first ?? click, last: click.at });
  }
  const visits = new Map<string, Visits>();
  for (const some of slices([...spans], LOOKUPS)) {
    await Promise.all(
      some.map(async ([visitor, { first, last }]) => {
        const found = await clicksOf(store, first, first.at - REPEAT_WINDOW_MS, last + REPEAT_WINDOW_MS);
        const valid = found.clicks.filter((click) => click.apart === undefined).map((click) => click.at);
        visits.set(visitor, found.more ? 'too many' : valid);
      }),
    );
  }
  return visits;
};

const countersOf = (apart: ApartReason | undefined): Counters =>
  apart === undefined ? { clicks: 1 } : { [apartMetric(apart)]: 1 };

/**
 * Finds the repeats: clicks of a visitor less than half an hour from a valid one of the same visitor on the same link.
 * Batches may arrive in any order, so the valid one may also be the later one.
 */
const withRepeats = async (store: Store, clicks: readonly LoggedClick[]): Promise<readonly LoggedClick[]> => {
  const inOrder = clicks.toSorted((a, b) => a.at - b.at);
  const visits = await readVisits(
    store,
    inOrder.filter((click) => click.apart === undefined),
  );
  return inOrder.map((click) => {
    if (click.apart !== undefined) return click;
    const valid = visits.get(visitorOf(click)) ?? [];
    if (valid === 'too many' || valid.some((at) => Math.abs(click.at - at) < REPEAT_WINDOW_MS)) {
      return { ...click, apart: 'repeat' };
    }
    visits.set(visitorOf(click), [...valid, click.at]);
    return click;
  });
};

/** What happened by way of a creative. */
type Named = Pick<LoggedImpression, 'program' | 'creative'>;

const placeOf = ({ pk, sk }: ItemKey): string => `${pk}\n${sk}`;

/** Tells what the programs of the links really have: anybody can ask for a pixel or a link with a name that he made up. */
const ownCreatives = async (store: Store, named: readonly Named[]): Promise<(one: Named) => boolean> => {
  const keyOf = ({ program, creative }: Named): ItemKey => definitionKey(program, 'CREATIVE', creative);
  const asked = new Map(named.map((one) => [placeOf(keyOf(one)), keyOf(one)]));
  const known = new Set((await readItems(store, [...asked.values()])).map(placeOf));
  return (one) => known.has(placeOf(keyOf(one)));
};

/** An impression is counted once by the id of its line; who saw it is nowhere. */
const impressionProof = ({ id, ...shown }: LoggedImpression, zone: string): Proof => {
  const { program, partnership, link, creative, at, apart } = shown;
  const counters = { [apart === undefined ? 'impressions' : apartImpressionMetric(apart)]: 1 };
  const place = { program, partnership, link, creative, shown: true } as const;
  const counted = { ...place, day: dayOf(at, zone), group: undefined, counters };
  return eventProof(`impression ${id}`, counted, Math.ceil(at / 1000) + KEPT_SECONDS);
};

/**
 * Records the clicks and impressions of a batch of log lines: each is counted once, valid or set apart with its reason,
 * however often the batch is delivered.
 */
export const recordClicks =
  (deps: RecordDeps) =>
  async (event: LogBatchEvent): Promise<void> => {
    const { clicks, impressions, unreadable } = readBatch(event);
    for (const line of unreadable) deps.log.error('A line of the log is no click and no impression.', { line });
    const { zones, groups } = await readPlaces(deps.store, clicks, impressions);
    const byCreatives = clicks.flatMap(({ program, creative }) =>
      creative === undefined ? [] : { program, creative },
    );
    const isOwn = await ownCreatives(deps.store, [...impressions, ...byCreatives]);
    const judged = await withRepeats(deps.store, clicks);
    const proofs: readonly Proof[] = judged.map(({ id, creative, ...click }) => {
      const day = dayOf(click.at, zones.get(click.program) ?? 'UTC');
      // A click with a name that is none of the program's is a click of the link like any other.
      const own = creative !== undefined && isOwn({ program: click.program, creative }) ? { creative } : {};
      const recorded = { ...click, ...own, group: groups.get(click.partnership), day };
      return clickProof(id, recorded, countersOf(click.apart), Math.ceil(click.at / 1000) + KEPT_SECONDS);
    });
    const counted = impressions.filter(isOwn).map((one) => impressionProof(one, zones.get(one.program) ?? 'UTC'));
    await countOnce(deps, [...proofs, ...counted]);
  };
