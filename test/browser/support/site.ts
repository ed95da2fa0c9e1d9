import type { ApiClient } from '../../../cli/replay/client.ts';
import { Caller } from '../../e2e/support/caller.ts';
import { TestRuntime } from '../../e2e/support/runtime.ts';
import { TestBrowser } from './browser.ts';

/** The one merchant of a site: what it calls the API with. */
export interface SiteMerchant {
  readonly api: ApiClient;
  readonly acme: Caller;
}

export interface SiteOptions {
  /** Parameters of the stack. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Further flags of the browser, where the site is at this address. */
  readonly flags?: (url: string) => readonly string[];
}

/**
 * Gives a test file a runtime whose clock stands at an instant, with a merchant that `fill` gives things to, and a
 * browser. Both serve from the first test to the last. Every test has windows of its own, and ends with nothing that
 * the browser complains about except what the test expects.
 */
export const siteAt = (
  clock: string,
  fill: (merchant: SiteMerchant) => unknown,
  { parameters = {}, flags }: SiteOptions = {},
): { readonly runtime: TestRuntime; readonly browser: TestBrowser } => {
  // A test may be a long walk of a person.
  jest.setTimeout(240_000);
  const runtime = new TestRuntime(clock, parameters);
  const browser = new TestBrowser();

  beforeAll(async () => {
    await runtime.start();
    await browser.start(flags?.(runtime.url));
    const { api, secret } = await runtime.merchant();
    await fill({ api, acme: new Caller(runtime.url, secret) });
  });

  afterEach(async () => {
    expect(await browser.endTest()).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    await runtime.close();
  });

  return { runtime, browser };
};
