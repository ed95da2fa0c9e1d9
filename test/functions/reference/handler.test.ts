import { gunzipSync } from 'node:zlib';
import { ERROR_STATUS } from '../../../domain/errors.ts';
import { handler } from '../../../functions/reference/handler.ts';
import { bodyOf, httpEvent } from '../shared/fakes/http-event.ts';

jest.mock('../../../functions/reference/assets.ts', () => ({
  SWAGGER_SCRIPT: 'const script = 1;',
  SWAGGER_STYLES: 'body { color: black }',
}));

const get = (path: string, headers: Record<string, string> = {}) => handler(httpEvent({ path, headers, key: null }));

test('The document is there without a key', async () => {
  const answer = await get('/v2/openapi.json');
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json']);
  expect(bodyOf(answer).paths).toHaveProperty(['/v2/transactions', 'post']);
});

test('The page has no inline script or style, and its policy forbids them', async () => {
  const { body, headers } = await get('/v2/docs');
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toContain("script-src 'self'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(body.match(/<script[^>]*>[^<]+/)).toBeNull();
  expect(body).not.toMatch(/<style|style=|\son\w+=/);
});

test('Every file that the page names is served with its type', async () => {
  const { body } = await get('/v2/docs');
  const files = [...body.matchAll(/(?:src|href)="(\/v2\/docs\/[^"]+)"/g)].map(([, file = '']) => file);
  expect(files).toHaveLength(4);
  for (const file of files) {
    const answer = await get(file);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toMatch(file.endsWith('.js') ? /^text\/javascript/ : /^text\/css/);
    expect(answer.headers['cache-control']).toContain('max-age');
  }
});

test('A file goes compressed to whoever can read that', async () => {
  const answer = await get('/v2/docs/swagger-ui.js', { 'accept-encoding': 'gzip, deflate, br' });
  expect(answer).toMatchObject({ isBase64Encoded: true, headers: { 'content-encoding': 'gzip' } });
  expect(gunzipSync(Buffer.from(answer.body, 'base64')).toString()).toBe('const script = 1;');
});

test.each([['nothing.js'], ['../handler.ts'], ['__proto__']])('There is no file %s', async (file) => {
  expect((await get(`/v2/docs/${file}`)).statusCode).toBe(404);
});

test('Every error links to a place that is on the page', async () => {
  const { body } = await get('/v2/docs');
  for (const code of Object.keys(ERROR_STATUS)) expect(body).toContain(`id="error-${code}"`);
  expect(bodyOf(await get('/v2/docs/nothing')).error.doc_url).toBe('/v2/docs#error-not_found');
});
