/** Index and attribute names of the single table; infra and local set-ups take them from here. */
export const INDEXES = {
  gsi1: { name: 'gsi1', partition: 'gsi1pk', sort: 'gsi1sk' },
  gsi2: { name: 'gsi2', partition: 'gsi2pk', sort: 'gsi2sk' },
} as const;

export type IndexName = keyof typeof INDEXES;

/** DynamoDB removes an item some time after this instant (seconds since the epoch). */
export const EXPIRES_ATTRIBUTE = 'expires_at';
