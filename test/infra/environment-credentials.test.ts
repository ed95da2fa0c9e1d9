import { defaultProvider } from '../../infra/environment-credentials.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

function environment(values: Record<string, string>): void {
  process.env = { ...values };
}

test('a function takes its credentials from the environment, where Lambda puts them', async () => {
  environment({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' });
  expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' });
});

test('a session token is optional, as with keys of a person', async () => {
  environment({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
  expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' });
});

test('without credentials the error says so', async () => {
  environment({});
  await expect(defaultProvider()()).rejects.toThrow('There are no AWS credentials in the environment.');
});
