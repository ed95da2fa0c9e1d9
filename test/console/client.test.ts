import { ApiClient } from '../../console/api/client.ts';

const answer = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });
const found = () => answer(200, { data: { items: [], has_more: false } });
const refused = () => answer(401, { error: { code: 'unauthorized', message: 'No.' } });

afterEach(() => jest.restoreAllMocks());

/** An identity whose session has ended, and the API that knows only the token which comes next. */
const open = (next: string | undefined) => {
  let token = 'old';
  let asked = 0;
  const late: (() => void)[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
    if (new Headers(init?.headers).get('authorization') === 'Bearer new') return found();
    // The second list hears late that its token is refused, when the other one has another token already.
    if (String(address).includes('tags')) await new Promise<void>((resolve) => late.push(resolve));
    return refused();
  });
  const api = new ApiClient({
    token: async () => token,
    program: () => undefined,
    refused: async () => {
      asked += 1;
      if (next !== undefined) token = next;
      return next !== undefined;
    },
  });
  return { api, late, asked: () => asked };
};

test('Of several requests with a token that has ended one asks for another, also when the others hear of it later', async () => {
  const { api, late, asked } = open('new');
  const tags = api.get('/v2/tags');
  await api.get('/v2/groups');
  for (const hear of late) hear();
  await expect(tags).resolves.toEqual({ items: [], has_more: false });
  expect(asked()).toBe(1);
});

test('A request that is refused with the next token as well, or gets none, fails', async () => {
  const none = open(undefined);
  await expect(none.api.get('/v2/groups')).rejects.toMatchObject({ code: 'unauthorized' });
  expect(none.asked()).toBe(1);
  jest.restoreAllMocks();
  const wrong = open('wrong');
  await expect(wrong.api.get('/v2/groups')).rejects.toMatchObject({ code: 'unauthorized' });
  expect(wrong.asked()).toBe(1);
});
