/** A request to the public port. */
export interface PublicRequest {
  readonly method: string;
  /** The path as it was sent, still encoded. */
  readonly path: string;
  /** The query string as it was sent, without the question mark. */
  readonly query: string;
  /** Lower-case names; several headers of a name are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** The values of the cookie header, one entry a cookie. */
  readonly cookies: readonly string[];
  readonly sourceIp: string;
  readonly protocol: string;
  /** Reads the body; undefined when it is longer than the limit. */
  body(limit: number): Promise<Buffer | undefined>;
}

export interface PublicAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** Somewhere a request may be answered: the API, or a site. */
export type Origin = (request: PublicRequest) => Promise<PublicAnswer>;
