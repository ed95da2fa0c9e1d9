import type { TriggerEvent } from '../../../domain/events.ts';
import type { Configuration, Trigger } from '../../../domain/triggers.ts';
import { groups } from '../../../table/definitions.ts';
import { configuration, PROGRAM, trigger } from '../../support/setting.ts';
import { openShop } from '../rewards/shop.ts';

/** A trigger that gives so many pence on an event. */
export const flat = (event: TriggerEvent, value: number, changes: Partial<Trigger> = {}): Trigger =>
  trigger({
    key: `trg_${event.replace('.', '_')}`,
    event,
    offer: { type: 'flat', value, description: event },
    ...changes,
  });

/** A shop whose triggers wait for leads and deals; what was announced is evaluated when a test says so. */
export const openProspects = (triggers: readonly Trigger[] = [], changes: Partial<Configuration> = {}) => {
  const shop = openShop(configuration({ triggers: [...triggers], ...changes }));
  for (const name of ['main', 'other']) {
    const group = { key: `grp_${name}`, program: PROGRAM, name, archived: false, created_at: 0, updated_at: 0, rev: 1 };
    for (const write of groups.add(group)) if (write.kind === 'put') shop.put(write.item);
  }
  /** Delivers everything that leads and deals have announced, each twice: nothing may count twice. */
  const announce = async (): Promise<void> => {
    const told = [...shop.store.items.values()].filter((item) => /^(?:lead|deal)\./.test(String(item['announces'])));
    for (const item of [...told, ...told]) await shop.evaluate(String(item['announces']), item);
  };
  const rewards = async (partnership: string): Promise<{ key: string; event_type: string; amount: number }[]> => {
    await announce();
    const { items } = await shop.must('GET', `/v2/rewards?partnership_key=${partnership}&limit=100`);
    return items;
  };
  return {
    ...shop,
    announce,
    rewards,
    /** Type and amount of each reward of a partnership. */
    earned: async (partnership: string): Promise<[string, number][]> =>
      (await rewards(partnership))
        .map(({ event_type, amount }) => [event_type, amount] satisfies [string, number])
        .sort(),
    history: async (path: string): Promise<string[]> => {
      const { items } = await shop.must('GET', `${path}/history?order_by=created_at&limit=100`);
      return items.map((entry: { what: string }) => entry.what);
    },
    refusal: async (method: string, path: string, body?: unknown): Promise<string> => {
      const { status, error } = await shop.call(method, path, body);
      return `${status} ${error?.code} ${error?.param ?? '-'} ${error?.reason ?? '-'}`;
    },
  };
};
