import { Failure } from '../../../domain/errors.ts';
import { defaultForm } from '../../../domain/forms.ts';
import { requireAnswers } from '../../../functions/shared/forms.ts';

const refusal = (given: unknown, path?: string): unknown => {
  try {
    return requireAnswers(defaultForm('application'), given, path);
  } catch (error) {
    return error instanceof Failure ? { code: error.code, ...error.details } : error;
  }
};

test('Answers that fit are given back as they are kept', () => {
  const given = { email: ' ann@example.com', first_name: 'Ann', last_name: 'Lee', company: '' };
  expect(requireAnswers(defaultForm('application'), given)).toEqual({
    email: 'ann@example.com',
    first_name: 'Ann',
    last_name: 'Lee',
  });
});

test('A refusal names each field at fault where it stands in the request', () => {
  expect(refusal({ first_name: 7, last_name: 'Lee', colour: 'red' })).toMatchObject({
    code: 'unprocessable',
    reason: 'invalid_fields',
    param: 'answers.colour',
    fields: [{ param: 'answers.colour' }, { param: 'answers.email' }, { param: 'answers.first_name' }],
  });
  expect(refusal('ann', 'fields')).toMatchObject({ param: 'fields' });
});
