import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSystem } from '../../../functions/run-jobs/system-client.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const serve = async (listener: RequestListener): Promise<string> => {
  const opened = createServer(listener);
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = opened.address();
  return typeof address === 'object' ? `http://127.0.0.1:${address?.port}/api/v2/` : '';
};

const LIST = { path: '/partners', query: [['expand[]', 'links'] as const, ['expand[]', 'campaign'] as const] };

test('Another system is asked below its address, with the headers and every part of the query', async () => {
  const seen: unknown[] = [];
  const base = await serve((request, response) => {
    seen.push([request.method, request.url, request.headers.authorization]);
    response.end('{"data":[]}');
  });
  const waits: number[] = [];
  const read = openSystem(base, 750, async (ms) => waits.push(ms));
  await expect(read(LIST, { authorization: 'Basic eA==' })).resolves.toEqual({ data: [] });
  await read(LIST, {});
  expect(seen[0]).toEqual(['GET', '/api/v2/partners?expand%5B%5D=links&expand%5B%5D=campaign', 'Basic eA==']);
  // It is given time between two requests.
  expect(waits).toEqual([750]);
});

test('What passes is waited for, as long as the system says', async () => {
  const answers = [429, 503, 200];
  const base = await serve((_request, response) => {
    response.writeHead(answers.shift() ?? 200, { 'retry-after': '3' }).end('{}');
  });
  const waits: number[] = [];
  await expect(openSystem(base, 0, async (ms) => waits.push(ms))(LIST, {})).resolves.toEqual({});
  expect(waits).toEqual([3000, 3000]);
});

test('A system that does not answer is tried again later, not given up', async () => {
  const base = await serve((request) => request.destroy());
  await expect(openSystem(base, 0, async () => undefined)(LIST, {})).rejects.toThrow('cannot be reached now');
});

test.each([
  [401, '{}', {}, 'credentials_refused'],
  [403, '{}', {}, 'credentials_refused'],
  [404, '{}', {}, 'source_refused'],
  [200, '<html>', {}, 'source_unreadable'],
  [200, `"${'x'.repeat(9_000_000)}"`, {}, 'source_unreadable'],
])('An answer of %i ends the import with a reason', async (status, body, headers, reason) => {
  const base = await serve((_request, response) => response.writeHead(status, headers).end(body));
  await expect(openSystem(base, 0, async () => undefined)(LIST, {})).rejects.toMatchObject({ reason });
});

test('Nobody leads a request elsewhere: neither a redirect nor a path', async () => {
  const asked: string[] = [];
  const base = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
  });
  const read = openSystem(base, 0, async () => undefined);
  await expect(read(LIST, {})).rejects.toThrow('cannot be reached now');
  await expect(read({ path: '@evil.example/x', query: [] }, {})).rejects.toThrow();
  expect(asked.every((url) => url.startsWith('/api/v2/'))).toBe(true);
});
