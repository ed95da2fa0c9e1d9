import type { Journal, Stack } from '../contract.ts';
import type { LocalRequest, LocalResponse, MessagingParts } from '../messaging-parts.ts';
import { adminEndpoint } from './admin.ts';
import { type Deliver, LoginDesk } from './desk.ts';
import { Forms, formOf } from './forms.ts';
import { configuration, keySet, revoke, token, userInfo } from './oauth.ts';
import { LOGIN_PATH } from './place.ts';
import { readPool } from './settings.ts';

interface LoginParts {
  readonly stack: Stack;
  readonly journal: Journal;
  /** Where the runtime is reached. */
  readonly url: string;
  readonly registerEndpoint: MessagingParts['registerEndpoint'];
  readonly localRoute: MessagingParts['localRoute'];
  readonly deliver: Deliver;
}

type Answer = (request: LocalRequest) => LocalResponse | Promise<LocalResponse>;

const NOT_FOUND: LocalResponse = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not Found\n' };
const NO_FORM: LocalResponse = { status: 400, headers: { 'content-type': 'text/plain' }, body: 'Bad Request\n' };

/**
 * The user pool of the template: an OpenID provider with the paths, claims and rules of Cognito, below the runtime's own
 * address, and the operations that functions call. Everything is in the journal and in real time.
 */
export function startLogin(parts: LoginParts): void {
  const pool = readPool(parts.stack);
  if (pool === undefined) return;
  const url = `${parts.url}${LOGIN_PATH}`;
  const desk = new LoginDesk(parts.journal, pool, { url, issuer: `${url}/${pool.id}` }, parts.deliver);
  const forms = new Forms(desk);
  parts.registerEndpoint('cognito-idp', adminEndpoint(desk));
  const posted =
    (run: (request: LocalRequest, form: URLSearchParams) => LocalResponse | Promise<LocalResponse>): Answer =>
    (request) => {
      const form = formOf(request);
      return form === undefined ? NO_FORM : run(request, form);
    };
  const answers: Readonly<Record<string, Answer>> = {
    'GET /oauth2/authorize': (request) => forms.authorize(request),
    'POST /oauth2/token': posted((_request, form) => token(desk, form)),
    'GET /oauth2/userInfo': ({ headers }) => userInfo(desk, headers['authorization']),
    'POST /oauth2/revoke': posted((_request, form) => revoke(desk, form)),
    'GET /login': (request) => forms.showLogin(request),
    'POST /login': posted((request, form) => forms.logIn(request, form)),
    'GET /forgotPassword': (request) => forms.showForgot(request),
    'POST /forgotPassword': posted((request, form) => forms.forgot(request, form)),
    'POST /confirmForgotPassword': posted((request, form) => forms.confirmForgot(request, form)),
    'GET /logout': (request) => forms.logOut(request),
    [`GET /${pool.id}/.well-known/openid-configuration`]: () => configuration(desk),
    [`GET /${pool.id}/.well-known/jwks.json`]: () => keySet(desk),
  };
  const serve = async (request: LocalRequest): Promise<LocalResponse> => {
    const answer = answers[`${request.method} ${request.path.slice(LOGIN_PATH.length)}`];
    return answer === undefined ? NOT_FOUND : answer(request);
  };
  for (const method of ['GET', 'POST']) parts.localRoute(method, `${LOGIN_PATH}/*`, serve);
}
