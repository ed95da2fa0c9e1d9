/** The kinds of things that have a key, by the prefix of their keys. */
export const KEY_PREFIXES = {
  merchant: 'mer',
  program: 'prog',
  group: 'grp',
  tag: 'tag',
  segment: 'seg',
  tier: 'tier',
  trigger: 'trg',
  partnership: 'part',
  link: 'link',
  linkDomain: 'dom',
  note: 'note',
  customer: 'cust',
  transaction: 'txn',
  refund: 'rfd',
  action: 'act',
  lead: 'lead',
  deal: 'deal',
  leadEvent: 'lev',
  dealEvent: 'dev',
  reward: 'rwd',
  grant: 'grt',
  reassignment: 'rsg',
  mark: 'mrk',
  invoice: 'inv',
  payout: 'pay',
  apiKey: 'key',
  event: 'evt',
  ledgerTransaction: 'ltx',
  request: 'req',
  paymentMethod: 'pm',
  claim: 'clm',
  job: 'job',
  application: 'appl',
  upload: 'up',
  creative: 'crt',
  portalPage: 'page',
  auditEvent: 'aud',
  member: 'mem',
  invitation: 'ivt',
  passwordReset: 'pwr',
  emailChange: 'emc',
  signUp: 'sgn',
  testEvent: 'tev',
  portalSession: 'pse',
} as const;

export type KeyPrefix = (typeof KEY_PREFIXES)[keyof typeof KEY_PREFIXES];

/** Crockford's base 32, lower case: no letter can be misread, and the order of texts is the order of numbers. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;
const MAX_INSTANT = 2 ** 48 - 1;
/** How many random bytes a key holds. */
export const KEY_RANDOM_BYTES = 10;

const letter = (value: number): string => ALPHABET.charAt(value & 31);

const encodeInstant = (at: number): string => {
  let rest = at;
  let text = '';
  for (let place = 0; place < TIME_LENGTH; place++) {
    text = letter(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
};

/** 5 bytes are 8 letters. */
const encodeRandom = (random: Uint8Array): string => {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of random) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += letter(held >>> bits);
    }
    held &= (1 << bits) - 1;
  }
  return text;
};

/**
 * A key that sorts by the instant of its creation: the prefix and 26 letters (48 bits of time, 80 of chance).
 * @throws RangeError when the instant does not fit or the chance is not 10 bytes: always a defect.
 */
export const newKey = (prefix: KeyPrefix, at: number, random: Uint8Array): string => {
  if (!Number.isInteger(at) || at < 0 || at > MAX_INSTANT) throw new RangeError(`${at} is not an instant.`);
  if (random.length !== KEY_RANDOM_BYTES) throw new RangeError(`A key needs ${KEY_RANDOM_BYTES} random bytes.`);
  return `${prefix}_${encodeInstant(at)}${encodeRandom(random)}`;
};

const KEY = new RegExp(`^[a-z]+_([0-7][${ALPHABET}]{${TIME_LENGTH - 1}})[${ALPHABET}]{${RANDOM_LENGTH}}$`);

/** When a key was made, in epoch milliseconds; undefined when the text is not a key of ours. */
export const keyInstant = (key: string): number | undefined => {
  const time = KEY.exec(key)?.[1];
  if (time === undefined) return undefined;
  let instant = 0;
  for (const character of time) instant = instant * 32 + ALPHABET.indexOf(character);
  return instant;
};

/** The smallest text that a key of this prefix made at or after the instant can have: a bound for ranges. */
export const keyFloor = (prefix: KeyPrefix, at: number): string =>
  `${prefix}_${encodeInstant(Math.min(Math.max(0, Math.floor(at)), MAX_INSTANT))}`;
