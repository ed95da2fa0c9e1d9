/** What a served form remembers of its serving, for the submission that answers it. */
export interface Serving {
  readonly version: number;
  /** In real time: how fast a form is answered has nothing to do with a business clock. */
  readonly servedAt: number;
  /** Names the submission: however often it is sent, it is accepted once. */
  readonly submission: string;
}

/** Nobody answers a form faster than this, and a form that lay open for longer is loaded again. */
export const FASTEST_MS = 2_000;
export const OPEN_MS = 24 * 60 * 60 * 1_000;

const TOKEN = /^([1-9]\d{0,7})\.([0-9a-z]{1,9})\.([\w-]{16})\.([\w-]{22})$/;

/** The signed part of a token. */
const signedText = ({ version, servedAt, submission }: Serving): string =>
  `${version}.${servedAt.toString(36)}.${submission}`;

/** A token of a serving; `mac` signs a text for one form. */
export const encodeServing = (serving: Serving, mac: (text: string) => string): string => {
  const signed = signedText(serving);
  return `${signed}.${mac(signed)}`;
};

/** What a token claims; whether it is ours is up to the caller. */
export const parseServing = (
  token: string,
): { readonly serving: Serving; readonly signed: string; readonly mac: string } | undefined => {
  const found = TOKEN.exec(token);
  if (found === null) return undefined;
  const [, version = '', servedAt = '', submission = '', mac = ''] = found;
  const serving = { version: Number(version), servedAt: Number.parseInt(servedAt, 36), submission };
  return { serving, signed: signedText(serving), mac };
};

/** What is wrong with the moment at which a form is answered; undefined when nothing is. */
export const momentProblem = (servedAt: number, now: number): 'too_fast' | 'expired' | undefined => {
  if (now - servedAt < FASTEST_MS) return 'too_fast';
  return now - servedAt > OPEN_MS ? 'expired' : undefined;
};
