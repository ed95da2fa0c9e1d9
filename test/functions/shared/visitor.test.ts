import { visitorAddress } from '../../../functions/shared/visitor.ts';
import { httpEvent } from './fakes/http-event.ts';

const from = (forwarded?: string) => {
  const event = httpEvent({ method: 'GET', path: '/v2/groups' });
  return {
    ...event,
    headers: { ...event.headers, ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }) },
  };
};

test.each([
  ['straight to the API', undefined, '192.0.2.1'],
  ['straight to the API, which notes the caller', '192.0.2.1', '192.0.2.1'],
  ['through the CDN', '198.51.100.7, 203.0.113.9', '198.51.100.7'],
  ['through the CDN, with an entry that the visitor made up', '10.0.0.1, 198.51.100.7, 203.0.113.9', '198.51.100.7'],
])('The visitor is known %s', (_way, forwarded, address) => {
  expect(visitorAddress(from(forwarded))).toBe(address);
});
