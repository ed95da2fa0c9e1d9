import type { LocalRequest, LocalResponse } from '../messaging-parts.ts';
import { type LoginDesk, TooMany, WeakPassword } from './desk.ts';
import { readAsked, SESSION_SECONDS, type Wrong, withCode } from './oauth.ts';
import { forgotPage, loginPage, pageHeaders, problemPage, resetPage } from './pages.ts';

const COOKIE = 'login-session';
const WRONG = 'The e-mail address or the password is not right.';

/** A form holds a few lines. */
const MOST_BYTES = 16_384;

/** The fields of a form; undefined for a body that is none. */
export function formOf(request: LocalRequest): URLSearchParams | undefined {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type) || request.body.length > MOST_BYTES)
    return undefined;
  return new URLSearchParams(request.body.toString('utf8'));
}

/** The pages on which somebody logs in and out, or chooses a new password. */
export class Forms {
  readonly #desk: LoginDesk;
  readonly #base: string;
  readonly #origins: readonly string[];

  constructor(desk: LoginDesk) {
    this.#desk = desk;
    this.#base = new URL(desk.place.url).pathname;
    const redirects = [...desk.pool.clients.values()].flatMap((client) => client.redirects);
    this.#origins = [...new Set(redirects.map((address) => new URL(address).origin))];
  }

  #page(status: number, body: string, more: Readonly<Record<string, string>> = {}): LocalResponse {
    return { status, headers: { ...pageHeaders(this.#origins), ...more }, body };
  }

  #lead(location: string, more: Readonly<Record<string, string>> = {}): LocalResponse {
    return { status: 303, headers: { location, 'cache-control': 'no-store', ...more }, body: '' };
  }

  #cookie(value: string, seconds: number): Record<string, string> {
    const set = `${COOKIE}=${value}; Path=${this.#base}; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
    return { 'set-cookie': set };
  }

  #session({ headers }: LocalRequest): string {
    const cookies = (headers['cookie'] ?? '').split(/;\s*/).map((each) => each.split('='));
    return cookies.find(([name]) => name === COOKIE)?.[1] ?? '';
  }

  #wrong({ error, back }: Wrong): LocalResponse {
    return back === undefined ? this.#page(400, problemPage('This link does not work', error)) : this.#lead(back);
  }

  /** Answers what went wrong on the page that it went wrong on. */
  async #trying(show: (problem: string) => string, run: () => Promise<LocalResponse>): Promise<LocalResponse> {
    try {
      return await run();
    } catch (thrown) {
      if (thrown instanceof TooMany) {
        return this.#page(429, show(thrown.message), { 'retry-after': String(thrown.seconds) });
      }
      if (thrown instanceof WeakPassword) return this.#page(400, show(thrown.message));
      throw thrown;
    }
  }

  /** A request for a code: answered at once by who has a session, else by way of the log-in page. */
  authorize(request: LocalRequest): LocalResponse {
    const asked = readAsked(this.#desk, request.query);
    if ('error' in asked) return this.#wrong(asked);
    const session = this.#desk.grants.read('session', this.#session(request));
    const account = session === undefined ? undefined : this.#desk.accounts.find(session.sub);
    if (session !== undefined && account?.enabled === true && request.query.get('prompt') !== 'login') {
      return this.#lead(withCode(this.#desk, asked, session.sub, session.authTime));
    }
    return this.#lead(`${this.#base}/login?${request.query}`);
  }

  showLogin({ query }: LocalRequest): LocalResponse {
    const asked = readAsked(this.#desk, query);
    return 'error' in asked ? this.#wrong(asked) : this.#page(200, loginPage(this.#base, String(query)));
  }

  logIn(request: LocalRequest, form: URLSearchParams): Promise<LocalResponse> {
    const query = String(request.query);
    const email = form.get('username') ?? '';
    const show = (problem: string) => loginPage(this.#base, query, email, problem);
    return this.#trying(show, async () => {
      const asked = readAsked(this.#desk, request.query);
      if ('error' in asked) return this.#wrong(asked);
      const account = await this.#desk.logIn(email, form.get('password') ?? '', request.sourceIp ?? '');
      if (account === undefined) return this.#page(401, show(WRONG));
      const authTime = Math.floor(Date.now() / 1000);
      // A new session for every log-in: one that somebody else may know is never raised to this person.
      this.#desk.grants.end('session', this.#session(request));
      const session = this.#desk.grants.give('session', { sub: account.sub, origin: '', authTime }, SESSION_SECONDS);
      return this.#lead(withCode(this.#desk, asked, account.sub, authTime), this.#cookie(session, SESSION_SECONDS));
    });
  }

  showForgot({ query }: LocalRequest): LocalResponse {
    return this.#page(200, forgotPage(this.#base, String(query)));
  }

  forgot(request: LocalRequest, form: URLSearchParams): Promise<LocalResponse> {
    const query = String(request.query);
    const email = form.get('username') ?? '';
    const show = (problem: string) => forgotPage(this.#base, query, problem);
    return this.#trying(show, async () => {
      this.#desk.forgot(email);
      return this.#page(200, resetPage(this.#base, query, email));
    });
  }

  confirmForgot(request: LocalRequest, form: URLSearchParams): Promise<LocalResponse> {
    const query = String(request.query);
    const [email = '', code = '', password = ''] = ['username', 'code', 'password'].map((name) => form.get(name) ?? '');
    const show = (problem: string) => resetPage(this.#base, query, email, problem);
    return this.#trying(show, async () => {
      const done = await this.#desk.confirmForgot(email, code, password, request.sourceIp ?? '');
      if (!done) return this.#page(400, show('The code is not right, or not valid any more.'));
      return this.#lead(`${this.#base}/login?${query}`);
    });
  }

  /** Ends the session and leads to one of the client's addresses for that. */
  logOut(request: LocalRequest): LocalResponse {
    const client = this.#desk.pool.clients.get(request.query.get('client_id') ?? '');
    const target = request.query.get('logout_uri') ?? '';
    if (client?.logouts.includes(target) !== true) {
      return this.#wrong({
        error: 'The address to lead to after logging out is not one of the client.',
        back: undefined,
      });
    }
    this.#desk.grants.end('session', this.#session(request));
    return this.#lead(target, this.#cookie('', 0));
  }
}
