/** One HTTP exchange with the stand-in, apart from sockets. */

export interface StandInRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Where the caller reached us, for links in answers: `http://127.0.0.1:4010`. */
  readonly origin: string;
}

export interface StandInAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `dropped`: whatever was done, the caller's connection breaks and no answer arrives. */
export type StandInResponse = StandInAnswer | 'dropped';

/** An answer with a JSON body. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): StandInAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** An answer with a web page. */
export function pageAnswer(status: number, html: string): StandInAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body: html };
}
