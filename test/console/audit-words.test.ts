import { language } from '../../console/app/language.ts';
import { audit, operationText, thingText } from '../../console/areas/merchant/settings/audit-words.ts';
import { ALL_OPERATIONS } from '../../functions/shared/contracts/index.ts';

beforeAll(async () => {
  await Promise.all([audit.load('en'), audit.load('de')]);
});

afterEach(() => {
  language.value = 'en';
});

/** What somebody does who is known: what anybody may call is in nobody's log. */
const DONE = ALL_OPERATIONS.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/v2/public/'))
  .filter(({ path }) => !path.includes('/webhooks/') && !path.startsWith('/webhooks'))
  .map(({ id }) => id);

test('every operation that changes something has words in the audit log, in both languages', () => {
  const told = (): readonly string[] => DONE.map((id) => operationText(id));
  const english = told();
  language.value = 'de';
  const same = told().filter((text, at) => text === english[at]);
  expect(same).toEqual([]);
  expect(operationText('createApiKey')).toBe('API-Schlüssel angelegt');
});

test('an operation that nobody has words for is spelled out, and so is a thing', () => {
  expect(operationText('polishMedals')).toBe('Polish medals');
  expect([thingText('api_key'), thingText('partnership'), thingText('odd')]).toEqual(['API key', 'Partner', 'odd']);
});
