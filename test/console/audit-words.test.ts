import { language } from '../../console/app/language.ts';
import { parts } from '../../console/app/texts.ts';
import {
  audit,
  auditedFields,
  fieldText,
  operationText,
  scopes,
  scopeText,
  thingText,
  valueText,
} from '../../console/areas/merchant/settings/audit-words.ts';
import { KEY_PREFIXES } from '../../domain/ids.ts';
import { SCOPES } from '../../domain/roles.ts';
import { ALL_OPERATIONS } from '../../functions/shared/contracts/index.ts';

beforeAll(async () => {
  const catalogues = [audit, auditedFields, scopes, parts];
  await Promise.all(catalogues.flatMap((each) => [each.load('en'), each.load('de')]));
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

test('fields and their values are told in words, in both languages', () => {
  expect(fieldText('attribution_window_days')).toBe('Days after a click');
  expect(fieldText('favourite_dish')).toBe('favourite_dish');
  expect(valueText('archived', true)).toBe('Yes');
  expect(valueText('note', null)).toBe('');
  expect(valueText('scopes', ['leads:read', 'deals:read'])).toBe('See leads, See deals');
  expect(valueText('minimum', 2500)).toBe('2,500');
  expect(valueText('paid_at', Date.UTC(2026, 0, 13, 12))).toContain('Jan 13, 2026');
  expect(valueText('billing', { city: 'Leeds', country: 'GB' })).toBe('Town: Leeds; Country: GB');
  language.value = 'de';
  expect(fieldText('attribution_window_days')).toBe('Tage nach einem Klick');
  expect(valueText('scopes', 'all')).toBe('alles');
});

test('every scope that a key may hold has words, in both languages', () => {
  const english = SCOPES.map(scopeText);
  expect(english.filter((words, at) => words === SCOPES[at])).toEqual([]);
  expect(new Set(english).size).toBe(SCOPES.length);
  language.value = 'de';
  expect(SCOPES.filter((scope, at) => scopeText(scope) === english[at])).toEqual([]);
});

test('every kind of thing that has a key has a name in the audit log', () => {
  const types = Object.keys(KEY_PREFIXES).map((type) => type.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  expect(types.filter((type) => thingText(type) === type)).toEqual([]);
});
