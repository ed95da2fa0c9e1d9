import { consoleLog, describeError } from '../../../functions/shared/log.ts';

test('A line of the log is one JSON object on standard error', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  consoleLog.error('It failed.', { request_id: 'r1', detail: 'two\nlines' });
  expect(write).toHaveBeenCalledTimes(1);
  const [text] = write.mock.calls[0] ?? [];
  expect(String(text).trimEnd()).not.toContain('\n');
  expect(JSON.parse(String(text))).toEqual({
    level: 'error',
    message: 'It failed.',
    request_id: 'r1',
    detail: 'two\nlines',
  });
});

test.each([
  ['of ada.b+c@partner.example!', 'of [e-mail]!'],
  [`with sk_live_${'a'.repeat(43)} now`, 'with [key] now'],
  ['Authorization: Bearer abc.def-1', 'Authorization: [credentials]'],
  ['Authorization: Basic cGs6c2s=', 'Authorization: [credentials]'],
])('%s is logged as %s', (text, clean) => {
  expect(describeError(new Error(text))).toMatchObject({ error: 'Error', detail: clean });
  expect(describeError(new Error(text))['stack']).not.toContain(text);
});

test('What is thrown and is no error is described, too', () => {
  expect(describeError('ada@partner.example')).toEqual({ error: 'unknown', detail: '[e-mail]' });
});
