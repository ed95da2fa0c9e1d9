import { csvOf } from '../../domain/csv.ts';
import { decimalAmount } from '../../domain/money.ts';
import type { Store } from '../../table/store.ts';
import { profilesOf } from '../shared/billing-views.ts';
import type { TriedReward } from '../shared/dry-run-requests.ts';

const COLUMNS = [
  ...['event_key', 'event_type', 'accepted_at', 'external_key', 'partnership_key', 'partner_key', 'level'],
  ...['base_amount', 'amount', 'clawed_back_amount', 'currency', 'arithmetic'],
];

/** The first row of the report. */
export const dryRunHeader = (): string => csvOf([COLUMNS]);

/** A row for each reward. */
export const dryRunRows = async (store: Store, currency: string, rewards: readonly TriedReward[]): Promise<string> => {
  const profiles = await profilesOf(
    store,
    rewards.map((reward) => reward.partnership_key),
  );
  return csvOf(
    rewards.map((reward) => [
      ...[reward.event_key, reward.event_type, new Date(reward.at).toISOString(), reward.external_key ?? ''],
      ...[reward.partnership_key, profiles.get(reward.partnership_key)?.partner_key ?? '', reward.level],
      ...[reward.base.amount, reward.amount, reward.clawed_back_amount].map((amount) =>
        decimalAmount(amount, currency),
      ),
      ...[currency, reward.arithmetic.join(' ')],
    ]),
  );
};
