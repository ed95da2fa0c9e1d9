import { memberOf } from '../e2e/support/login.ts';
import { openAs, violationsInEveryLook } from './support/browser.ts';
import { oneSale } from './support/one-sale.ts';
import { siteAt } from './support/site.ts';

const { runtime, browser } = siteAt('2011-01-20T10:00:00Z', ({ api }) => oneSale(api));

test('the time bar shows the test clock, moves to the 1st, tells what happened on the way, and the page shows it', async () => {
  const owner = await memberOf(runtime, 'owner');
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/`, owner);
  const bar = page.getByRole('complementary', { name: 'Time travel' });
  await bar.getByText('20 January 2011').waitFor();
  await bar.getByRole('button', { name: 'A day on' }).click();
  await bar.getByText('21 January 2011').waitFor();
  await bar.getByRole('button', { name: 'To the 1st' }).click();
  await bar.getByText('An invoice was opened').waitFor({ timeout: 30_000 });
  await bar.getByText('1 February 2011 at 12:00').waitFor();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await bar.getByRole('button', { name: 'Close' }).click();
  await page.getByText('An invoice was opened').waitFor({ state: 'detached' });
});
