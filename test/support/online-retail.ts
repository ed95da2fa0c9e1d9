import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RuleExpression } from '../../domain/rules.ts';
import type { SegmentExpression } from '../../domain/segments.ts';
import type { Measurement, TierMovement } from '../../domain/tiers.ts';
import type { Configuration, Trigger } from '../../domain/triggers.ts';

const root = join(__dirname, '../..');
const read = (path: string): string => {
  const bytes = readFileSync(join(root, path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

interface ProgramFile {
  program: string;
  currency: string;
  groups: string[];
  tags: string[];
  attribution: { noPartnerPercent: number };
  segments: { id: string; match: SegmentExpression }[];
  offers: {
    id: string;
    description: string;
    group: string | null;
    type: 'flat' | 'percentage';
    bps?: number;
    valueMinor?: number;
    activeFrom: string | null;
    activeTo: string | null;
    rules: { field: string; op: string; value: number | string[] }[];
  }[];
  secondTier: { bps: number } | null;
  policy: { tierMovement?: TierMovement; stacking?: 'all' | 'best'; secondTierOf?: 'reward' | 'sale' };
  partners: { id: string; group: string; tags: string[]; referredBy: string | null; joinedAt: string }[];
  tiers: { measurement: Measurement; levels: { id: string; minimum: number }[] } | null;
}

export interface RetailLine {
  sku: string;
  qty: number;
  unitPriceMinor: number | string;
  of?: { invoice: string; line: number } | null;
}
export interface RetailEvent {
  invoice: string;
  at: string;
  kind: 'sale' | 'refund';
  customer: string | null;
  country: string;
  currency: string;
  totalMinor: number;
  lines: RetailLine[];
}

export const readProgram = (path: string): ProgramFile => JSON.parse(read(path));
export const readEvents = (path: string): RetailEvent[] =>
  read(path)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
export const readRows = (path: string): Record<string, string>[] => {
  const [head = '', ...rows] = read(path).trim().split('\n');
  const names = head.split(',');
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [names[i] ?? '', cell])));
};

/** The partner to whom the data's rule gives a customer. */
export const partnerOf = (file: ProgramFile, customer: string | null): string | undefined => {
  if (customer === null) return undefined;
  const h = BigInt(`0x${createHash('sha256').update(customer, 'utf8').digest('hex')}`);
  if (Number(h % 100n) < file.attribution.noPartnerPercent) return undefined;
  return file.partners[Number((h / 100n) % BigInt(file.partners.length))]?.id;
};

const OPS: Record<string, 'gte' | 'lte' | 'in' | 'not_in'> = { gte: 'gte', lte: 'lte', in: 'in', notIn: 'not_in' };

const rulesOf = (offer: ProgramFile['offers'][number]): RuleExpression | undefined =>
  offer.rules.length === 0
    ? undefined
    : {
        and: offer.rules.map((rule) => ({
          field: rule.field === 'sku' ? 'product_key' : rule.field,
          op: OPS[rule.op] ?? 'exists',
          value: rule.value,
        })) as RuleExpression[],
      };

const triggerOf = (offer: ProgramFile['offers'][number], index: number): Trigger => ({
  key: offer.id.toLowerCase(),
  version: 1,
  name: offer.id,
  event: 'transaction.accepted',
  rules: rulesOf(offer),
  audience: offer.group === null ? { type: 'all' } : { type: 'group', group: offer.group },
  offer: { type: offer.type, value: offer.valueMinor, bps: offer.bps, description: offer.description },
  created_at: index,
  active_from: offer.activeFrom === null ? 0 : Date.parse(offer.activeFrom),
  active_to: offer.activeTo === null ? undefined : Date.parse(offer.activeTo),
});

export const configurationOf = (file: ProgramFile): Configuration => ({
  version: 1,
  stacking: file.policy.stacking ?? 'all',
  second_tier_bps: file.secondTier?.bps ?? 0,
  second_tier_of: file.policy.secondTierOf ?? 'reward',
  ladder: {
    measurement: file.tiers?.measurement ?? 'lifetime_sales',
    movement: file.policy.tierMovement ?? 'live',
    levels: (file.tiers?.levels ?? []).map((level) => ({ key: level.id, name: level.id, minimum: level.minimum })),
  },
  segments: file.segments.map((segment) => ({ key: segment.id, match: segment.match })),
  triggers: file.offers.map(triggerOf),
  approval_delay_days: 0,
  group_delays: {},
});
