/** Writes structured lines. Nothing that a caller sent is ever put into one. */
export interface Log {
  error(message: string, fields: Readonly<Record<string, unknown>>): void;
}

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b[sp]k_(?:test|live)_[\w-]{8,}/g, '[key]'],
  [/\b(?:Basic|Bearer)\s+[\w.~+/=-]+/g, '[credentials]'],
  [/[\w.%+-]{1,64}@[\w.-]{1,255}/g, '[e-mail]'],
];

/** Text without what must not be in a log: keys, credentials, e-mail addresses. */
const redact = (text: string): string =>
  SECRETS.reduce((clean, [pattern, name]) => clean.replaceAll(pattern, name), text);

/** What may be logged about something that was thrown. */
export const describeError = (error: unknown): Readonly<Record<string, unknown>> =>
  error instanceof Error
    ? { error: error.name, detail: redact(error.message), stack: redact(error.stack ?? '') }
    : { error: 'unknown', detail: redact(String(error)) };

/** One JSON line on standard error. */
export const consoleLog: Log = {
  error(message, fields) {
    process.stderr.write(`${JSON.stringify({ level: 'error', message, ...fields })}\n`);
  },
};
