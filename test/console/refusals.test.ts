import { ApiProblem } from '../../console/api/problem.ts';
import { language } from '../../console/app/language.ts';
import { parts, refusals } from '../../console/app/texts.ts';
import { fieldText, jobFailureText, outcomeText, refusalText } from '../../console/parts/refusals.ts';
import { ERROR_STATUS, type ErrorCode } from '../../domain/errors.ts';
import { JOB_FAILURES } from '../../domain/jobs.ts';
import { FIELD_REASONS, REASONS } from '../../domain/reasons.ts';

const MESSAGE = 'Some words of the API.';
const isCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_STATUS, code);
const CODES = [...Object.keys(ERROR_STATUS).filter(isCode), 'offline' as const];

beforeAll(async () => {
  await Promise.all([parts, refusals].flatMap((each) => [each.load('en'), each.load('de')]));
});

afterEach(() => {
  language.value = 'en';
});

/** That fields are wrong is told by each field. */
const RULES = REASONS.filter((reason) => reason !== 'invalid_fields');

test.each(RULES)('the rule %s is told in both languages, and never in the words of the API', (reason) => {
  const problem = new ApiProblem('unprocessable', MESSAGE, { reason, param: 'name' });
  const told = (['en', 'de'] as const).map((each) => {
    language.value = each;
    return refusalText(problem);
  });
  expect(new Set(told).size).toBe(2);
  for (const text of told) expect(text).not.toContain(MESSAGE);
});

test.each(FIELD_REASONS)('what is wrong with a field by %s is told in both languages, with its bound', (reason) => {
  const fields = [{ param: 'name', message: MESSAGE, reason, value: 17 }];
  const problem = new ApiProblem('unprocessable', MESSAGE, { reason: 'invalid_fields', fields });
  const [field] = problem.fields;
  if (field === undefined) throw new Error('A field is wrong.');
  const told = (['en', 'de'] as const).map((each) => {
    language.value = each;
    return fieldText(problem, field);
  });
  expect(new Set(told).size).toBe(2);
  expect(new Set(told.map((text) => text.includes('17'))).size).toBe(1);
  for (const text of told) expect(text).not.toContain(MESSAGE);
});

test('a bound is part of the sentence', () => {
  const fields = [{ param: 'name', message: MESSAGE, reason: 'most_characters' as const, value: 80 }];
  const problem = new ApiProblem('unprocessable', MESSAGE, { reason: 'invalid_fields', fields });
  language.value = 'de';
  expect(refusalText(problem)).toBe('Name: Bitte schreiben Sie höchstens 80 Zeichen.');
});

test.each(JOB_FAILURES)('why a job failed by %s is told in both languages', (reason) => {
  const english = jobFailureText({ reason });
  language.value = 'de';
  expect(jobFailureText({ reason })).not.toBe(english);
});

test.each(CODES)('a refusal of the kind %s without a rule is told in German without an English word', (code) => {
  language.value = 'de';
  expect(refusalText(new ApiProblem(code, MESSAGE))).not.toContain(MESSAGE);
  expect(outcomeText({ code, reason: null, message: MESSAGE })).not.toContain(MESSAGE);
});

test('what has no sentence yet is told in the words of the API in English, and in general in German', () => {
  const problem = new ApiProblem('unprocessable', MESSAGE, { fields: [{ param: 'odd', message: MESSAGE }] });
  expect(refusalText(problem)).toBe(`Odd: ${MESSAGE}`);
  language.value = 'de';
  expect(refusalText(problem)).toBe('Bitte sehen Sie dieses Feld noch einmal an.');
});

test('a field is called what the pages call it, wherever in a request it stands', () => {
  const fields = [{ param: 'lines.3.unit_amount', message: MESSAGE, reason: 'whole_number' as const }];
  const problem = new ApiProblem('unprocessable', MESSAGE, { reason: 'invalid_fields', fields });
  expect(refusalText(problem)).toMatch(/^Price of one: /);
  language.value = 'de';
  expect(refusalText(problem)).toBe('Preis je Stück: Bitte geben Sie eine ganze Zahl ein.');
});

test('a field in which a repeated request differs is named', () => {
  language.value = 'de';
  const problem = new ApiProblem('conflict', MESSAGE, { reason: 'amount', param: 'external_key' });
  expect(refusalText(problem)).toBe('Das wurde schon gesendet, aber anders: Betrag.');
});

test('one of many is refused by its rule, also where that stands in place of the kind', () => {
  language.value = 'de';
  expect(outcomeText({ code: 'decided', message: MESSAGE })).toBe('Darüber wurde schon entschieden.');
  expect(outcomeText({ code: 'not_found', reason: null, message: MESSAGE })).toBe('Das gibt es nicht (mehr).');
});
