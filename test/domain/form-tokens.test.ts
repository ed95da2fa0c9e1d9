import fc from 'fast-check';
import { decisionOn, isAutoApproved } from '../../domain/applications.ts';
import { encodeServing, FASTEST_MS, momentProblem, OPEN_MS, parseServing } from '../../domain/form-tokens.ts';

const mac = () => 'a'.repeat(22);

test('A token says what was served, and what is signed is what it says', () => {
  const letters = fc.constantFrom(...'abcXYZ019_-');
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99_999_999 }),
      fc.integer({ min: 0, max: 4_000_000_000_000 }),
      fc.string({ unit: letters, minLength: 16, maxLength: 16 }),
      (version, servedAt, submission) => {
        const serving = { version, servedAt, submission };
        const token = encodeServing(serving, mac);
        expect(parseServing(token)).toEqual({ serving, signed: token.slice(0, -23), mac: mac() });
      },
    ),
  );
});

test.each([
  '',
  'x',
  '1.2.3',
  `0.a.${'b'.repeat(16)}.${mac()}`,
  `1.a.${'b'.repeat(15)}.${mac()}`,
  `1.a.${'b'.repeat(16)}.${mac()}x`,
])('The text %j is no token', (text) => expect(parseServing(text)).toBeUndefined());

test.each([
  [0, 'too_fast'],
  [FASTEST_MS - 1, 'too_fast'],
  [FASTEST_MS, undefined],
  [OPEN_MS, undefined],
  [OPEN_MS + 1, 'expired'],
])('A form that is answered after %d milliseconds: %p', (wait, problem) => {
  expect(momentProblem(1_000, 1_000 + wait)).toBe(problem);
});

test.each([
  ['new', 'approved', 'take'],
  ['new', 'rejected', 'take'],
  ['approved', 'approved', 'taken'],
  ['rejected', 'rejected', 'taken'],
  ['approved', 'rejected', 'contrary'],
  ['rejected', 'approved', 'contrary'],
] as const)('An application that is %s and is to be %s: %s', (state, wanted, outcome) => {
  expect(decisionOn(state, wanted)).toBe(outcome);
});

test.each([
  [{}, undefined, false],
  [{ program: true }, undefined, true],
  [{ program: true, group: false }, undefined, false],
  [{ program: false, group: true }, undefined, true],
  [{ program: true, group: true }, 'hidden_field', false],
] as const)('With the settings %j and the trap %p, approval by itself is %p', (settings, trap, approved) => {
  expect(isAutoApproved(settings, trap)).toBe(approved);
});
