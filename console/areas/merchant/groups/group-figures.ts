import type { Group } from '../../../api/operations.ts';

/** What groups can be compared by. */
export const MEASURES = ['name', 'partners', 'clicks', 'sign_ups', 'transactions', 'revenue', 'reward_cost'] as const;
export type Measure = (typeof MEASURES)[number];

/** The order that the address names, such as `-revenue`: the highest first. */
export const orderOf = (sort: string): { readonly by: Measure; readonly direction: 'up' | 'down' } | undefined => {
  const by = MEASURES.find((measure) => measure === sort.replace(/^-/, ''));
  return by === undefined ? undefined : { by, direction: sort.startsWith('-') ? 'down' : 'up' };
};

/** What a click on a heading asks for next: the highest first, then the lowest, then as it was. */
export const nextOrder = (sort: string, by: Measure): string => {
  const order = orderOf(sort);
  const first = by === 'name' ? 'up' : 'down';
  const written = (direction: 'up' | 'down'): string => (direction === 'down' ? `-${by}` : by);
  if (order?.by !== by) return written(first);
  return order.direction === first ? written(first === 'up' ? 'down' : 'up') : '';
};

const figureOf = ({ statistics }: Group, by: Exclude<Measure, 'name'>): number => {
  if (statistics === undefined) return 0;
  return by === 'partners' ? statistics.partners : statistics.range[by];
};

/** Groups in the order that the address names; without one as they come. */
export const sortedBy = (items: readonly Group[], sort: string): readonly Group[] => {
  const order = orderOf(sort);
  if (order === undefined) return items;
  const { by, direction } = order;
  const sign = direction === 'up' ? 1 : -1;
  return items.toSorted(
    (one, other) =>
      sign * (by === 'name' ? one.name.localeCompare(other.name) : figureOf(one, by) - figureOf(other, by)),
  );
};
