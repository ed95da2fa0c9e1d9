import * as z from 'zod/mini';
import { publicOperation } from '../contract.ts';
import { password } from './accounts.ts';
import { currency, email, key, line, timeZone } from './fields.ts';

const tag = 'merchants';

export const getSignUp = publicOperation({
  id: 'getSignUp',
  method: 'GET',
  path: '/v2/public/sign-ups',
  tag,
  summary: 'Whether merchants can sign up here by themselves',
  message: 'Sign-up retrieved.',
  data: z.strictObject({ open: z.boolean() }),
});

export const requestSignUp = publicOperation({
  id: 'requestSignUp',
  method: 'POST',
  path: '/v2/public/sign-ups',
  tag,
  summary: 'Sign up as a merchant',
  description:
    'A link is mailed to the address; nothing is made until it is opened. It works once, for a day. The answer is the same whether or not the address has a login. Refused with `sign_up_closed` where the operator has not opened it.',
  message: 'A mail is on its way.',
  status: 202,
  requestsPerMinute: 10,
  body: z.strictObject({
    merchant_name: line(100),
    email,
    currency,
    time_zone: z._default(timeZone, 'UTC'),
  }),
  data: z.strictObject({ done: z.boolean() }),
});

export const confirmSignUp = publicOperation({
  id: 'confirmSignUp',
  method: 'POST',
  path: '/v2/public/sign-ups/{token}',
  tag,
  summary: 'Become a merchant by the mailed link',
  description:
    'Makes the merchant, its first program (in test mode) and its owner. Somebody new chooses a password; whoever has a login with the address already sends its access token.',
  message: 'Merchant created.',
  params: z.strictObject({ token: line(200) }),
  body: z.strictObject({ password: z.optional(password) }),
  data: z.strictObject({ merchant_key: key, program_key: key, name: line(100), email }),
});
