import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { InvokeResult, Invoker } from '../../../local/contract.ts';
import { readFunctions } from '../../../local/functions.ts';
import { openJournal } from '../../../local/journal.ts';
import { logPattern } from '../../../local/log-pattern.ts';
import { startLogs } from '../../../local/logs.ts';
import { loadStack } from '../../../local/template.ts';
import { assemblyOf, fn, freshFolder, removeFolders, role, testActivity, testClock } from './assembly.ts';

afterAll(removeFolders);

describe('a filter pattern', () => {
  test.each([
    ['', 'anything', true],
    ['{ $.click = * }', '{"click":{"a":1}}', true],
    ['{ $.click = * }', '{"other":1}', false],
    ['{ $.click = * }', 'click', false],
    ['{$.kind = "sale"}', '{"kind":"sale"}', true],
    ['{$.kind = "sale"}', '{"kind":"sales"}', false],
    ['{ $.kind = "sa*" }', '{"kind":"sales"}', true],
    ['{ $.a.b = 5 }', '{"a":{"b":5}}', true],
    ['{ $.a.b != 5 }', '{"a":{"b":6}}', true],
    ['{ $.a.b != 5 }', '{"a":{}}', false],
    ['{ $.a = x }', '{"a":"x"', false],
  ])('%s on %s is %s', (pattern, line, expected) => {
    expect(logPattern(pattern)(line)).toBe(expected);
  });

  test.each(['ERROR', '{ ($.a = 1) && ($.b = 2) }', '[a, b]', '{ $.a IS NULL }'])('%s stops the runtime', (pattern) => {
    expect(() => logPattern(pattern)).toThrow(`does not support the log filter pattern ${pattern}`);
  });
});

const template = (permitted = true) => ({
  Resources: {
    Role: role(),
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/tracking' } },
    tracking: fn('tracking', { LoggingConfig: { LogGroup: { Ref: 'Group' } } }),
    record: fn('record'),
    Filter: {
      Type: 'AWS::Logs::SubscriptionFilter',
      Properties: {
        LogGroupName: { Ref: 'Group' },
        FilterPattern: '{ $.click = * }',
        DestinationArn: { 'Fn::GetAtt': ['record', 'Arn'] },
      },
    },
    ...(permitted
      ? {
          Permission: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              Action: 'lambda:InvokeFunction',
              FunctionName: { Ref: 'record' },
              Principal: 'logs.amazonaws.com',
            },
          },
        }
      : {}),
  },
});

function start(journalFile: string, answer: (messages: readonly string[]) => boolean, permitted = true) {
  const assembly = assemblyOf(template(permitted), { tracking: '', record: '' });
  const stack = loadStack(assembly, 'http://127.0.0.1:1');
  let emit: (functionId: string, line: string) => void = () => undefined;
  const invoker: Invoker = {
    invoke: async (functionId, event): Promise<InvokeResult> => {
      const { awslogs } = JSON.parse(JSON.stringify(event));
      const content = JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString());
      expect(content).toMatchObject({ messageType: 'DATA_MESSAGE', logGroup: '/tracking', owner: '000000000000' });
      expect(functionId).toBe('record');
      const ok = answer(content.logEvents.map(({ message }: { message: string }) => message));
      return ok ? { ok, payload: null } : { ok, payload: undefined, error: { errorType: 'E', errorMessage: 'later' } };
    },
    onLog: (listener) => {
      emit = listener;
    },
  };
  const journal = openJournal(journalFile);
  const activity = testActivity();
  const logs = startLogs({
    ...{ stack, invoker, journal, activity, clock: testClock(), account: '000000000000' },
    functions: readFunctions(stack, assembly.assetPath),
    log: () => undefined,
  });
  const idle = async () => {
    while (activity.underWay() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const close = () => {
    logs.close();
    journal.close();
  };
  return { emit: (id: string, line: string) => emit(id, line), idle, activity, close };
}

describe('a subscription filter', () => {
  const click = (n: number) => JSON.stringify({ click: n });

  test('hands matching lines to its function in batches, in order, and counts as activity until then', async () => {
    const got: (readonly string[])[] = [];
    const { emit, idle, activity, close } = start(join(freshFolder(), 'j.db'), (messages) => got.push(messages) > 0);
    emit('tracking', click(1));
    emit('tracking', 'noise');
    emit('record', click(9));
    emit('tracking', click(2));
    expect(activity.underWay()).toBe(1);
    await idle();
    expect(got).toEqual([[click(1), click(2)]]);
    close();
  });

  test('tries again until its function took the lines', async () => {
    let tries = 0;
    const { emit, idle, close } = start(join(freshFolder(), 'j.db'), () => {
      tries += 1;
      return tries === 3;
    });
    emit('tracking', click(1));
    await idle();
    expect(tries).toBe(3);
    close();
  });

  test('goes on after a restart with the lines it had', async () => {
    const file = join(freshFolder(), 'j.db');
    const first = start(file, () => false);
    first.emit('tracking', click(7));
    first.close();
    const got: string[] = [];
    const second = start(file, (messages) => got.push(...messages) > 0);
    await second.idle();
    expect(got).toEqual([click(7)]);
    second.close();
  });

  test('needs the permission to invoke its function', () => {
    expect(() => start(join(freshFolder(), 'j.db'), () => true, false)).toThrow(
      'Filter: the template does not permit CloudWatch Logs',
    );
  });
});
