import { stepWords } from '../../console/areas/merchant/connect/step-words.ts';
import german from '../../console/texts/connect.de.ts';
import english from '../../console/texts/connect.en.ts';

const nothing = { attribution: null, rewards: [], clawbacks: [] };
const step = (
  name: Parameters<typeof stepWords>[1]['step'],
  state: 'done' | 'waiting' | 'failed',
  reason?: string,
) => ({
  ...{ step: name, state, reason: reason ?? null, explanation: 'Words of the API.' },
});

test.each([
  ['click_recorded', 'done', 'inactive'],
  ['attributed', 'failed', 'nobody'],
  ['credited', 'failed', 'without_partnership'],
  ['counted', 'done', 'without_partnership'],
  ['counted', 'waiting', undefined],
  ['evaluated', 'waiting', undefined],
  ['evaluated', 'done', 'without_partnership'],
  ['evaluated', 'done', 'nobody_waits'],
  ['evaluated', 'done', 'no_trigger_applies'],
  ['evaluated', 'done', 'nothing_to_take_back'],
  ['evaluated', 'done', 'rewarded'],
  ['evaluated', 'done', 'taken_back'],
] as const)('the step %s (%s, %s) is told in both languages', (name, state, reason) => {
  const told = step(name, state, reason);
  const [en, de] = [stepWords(english.explained, told, nothing), stepWords(german.explained, told, nothing)];
  expect(en).toEqual(expect.any(String));
  expect(de).toEqual(expect.any(String));
  expect(de).not.toBe(en);
});

test('a step whose name says all is told by its name alone', () => {
  expect(stepWords(english.explained, step('customer_created', 'done'), nothing)).toBeUndefined();
  expect(stepWords(english.explained, step('attributed', 'done', 'click'), nothing)).toBeUndefined();
  expect(stepWords(english.explained, step('counted', 'done'), nothing)).toBeUndefined();
});
