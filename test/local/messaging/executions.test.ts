import { described, executionArn, run, start, states, task, template } from './machines.ts';
import { arn } from './template.ts';
import { type World, world } from './world.ts';

describe('A state machine', () => {
  it('shapes input and output of its states', async () => {
    const definition = states('Draft', {
      Draft: task('Draft', {
        InputPath: '$.program',
        Parameters: { 'key.$': '$.key', 'run.$': '$$.Execution.Name', 'at.$': '$$.State.EnteredTime' },
        ResultSelector: { 'total.$': '$.total' },
        ResultPath: '$.draft',
        OutputPath: '$',
        Next: 'Enough',
      }),
      Enough: {
        Type: 'Choice',
        Choices: [{ Variable: '$.draft.total', NumericGreaterThan: 10, Next: 'Mark' }],
        Default: 'No',
      },
      Mark: { Type: 'Pass', Result: { enough: true }, ResultPath: '$.draft.mark', Next: 'Yes' },
      Yes: { Type: 'Succeed', OutputPath: '$.draft' },
      No: { Type: 'Fail', Error: 'TooLittle', Cause: 'not enough' },
    });
    const seen: unknown[] = [];
    const Draft = (event: unknown) => {
      seen.push(event);
      return { total: 12, rest: 'x' };
    };
    expect(await run(definition, { program: { key: 'p1' } }, { Draft })).toMatchObject({
      status: 'SUCCEEDED',
      output: { total: 12, mark: { enough: true } },
    });
    expect(seen).toEqual([{ key: 'p1', run: 'run', at: '2011-01-01T00:00:00.000Z' }]);
    expect(await run(definition, { program: { key: 'p1' } }, { Draft: () => ({ total: 3 }) })).toMatchObject({
      status: 'FAILED',
      error: 'TooLittle',
      cause: 'not enough',
    });
  });

  it('calls lambda:invoke with a payload and starts other executions', async () => {
    const definition = states('Draft', {
      Draft: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: arn('function', 'Draft'), 'Payload.$': '$' },
        Next: 'Again',
      },
      Again: {
        Type: 'Choice',
        Choices: [{ Variable: '$.Payload.more', BooleanEquals: true, Next: 'Other' }],
        Default: 'End',
      },
      Other: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution',
        Parameters: { StateMachineArn: arn('machine', 'Machine'), Name: 'other', Input: { more: false } },
        Next: 'End',
      },
      End: { Type: 'Succeed' },
    });
    const on = await world(template(definition), { handlers: { Draft: (event) => event } });
    await start(on, { more: true });
    await on.idle();
    expect((await described(on))['output']).toMatchObject({ ExecutionArn: executionArn('other') });
    expect(await described(on, 'other')).toMatchObject({
      status: 'SUCCEEDED',
      output: { Payload: { more: false }, StatusCode: 200 },
    });
  });

  it('waits on business time and is not busy meanwhile', async () => {
    const definition = states('Until', {
      Until: { Type: 'Wait', TimestampPath: '$.due', Next: 'More' },
      More: { Type: 'Wait', Seconds: 86_400, Next: 'Charge' },
      Charge: task('Charge', { End: true }),
    });
    let charged = '';
    const on: World = await world(template(definition), {
      handlers: {
        Charge: () => {
          charged = new Date(on.kernel.clock.now()).toISOString();
          return 'ok';
        },
      },
    });
    await start(on, { due: '2011-02-08T00:00:00Z' });
    expect(await on.moveTo('2011-02-07T23:59:59Z')).toMatchObject({ fired: 0 });
    expect(await described(on)).toMatchObject({ status: 'RUNNING' });
    expect(await on.moveTo('2011-03-01T00:00:00Z')).toMatchObject({ fired: 2 });
    expect(charged).toBe('2011-02-09T00:00:00.000Z');
    expect(await described(on)).toMatchObject({
      status: 'SUCCEEDED',
      output: 'ok',
      stopDate: Date.parse('2011-02-09T00:00:00Z') / 1000,
    });
  });

  it('goes on at once when the instant has passed already', async () => {
    const definition = states('W', { W: { Type: 'Wait', Timestamp: '2010-01-01T00:00:00Z', End: true } });
    expect(await run(definition, { x: 1 })).toMatchObject({ status: 'SUCCEEDED', output: { x: 1 } });
  });

  it('maps items with a loop inside, never more at a time than allowed, and keeps their order', async () => {
    let [now, most] = [0, 0];
    const definition = states('Shards', {
      Shards: {
        Type: 'Map',
        ItemsPath: '$.shards',
        ItemSelector: {
          'shard.$': '$$.Map.Item.Value',
          'index.$': '$$.Map.Item.Index',
          'program.$': '$.program',
          page: 0,
        },
        MaxConcurrency: 2,
        ResultPath: '$.pages',
        ItemProcessor: states('Page', {
          Page: task('Draft', { Next: 'More' }),
          More: {
            Type: 'Choice',
            Choices: [{ Variable: '$.page', NumericLessThan: 3, Next: 'Page' }],
            Default: 'Done',
          },
          Done: {
            Type: 'Pass',
            Parameters: { 'text.$': "States.Format('{}/{}/{}/{}', $.program, $.shard, $.index, $$.Map.Item.Value)" },
            OutputPath: '$.text',
            End: true,
          },
        }),
        End: true,
      },
    });
    const Draft = async (event: unknown) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now -= 1;
      const given = Object(event);
      return { ...given, page: given.page + 1 };
    };
    const result = await run(definition, { program: 'p', shards: ['a', 'b', 'c', 'd', 'e'] }, { Draft });
    expect(result['output']).toMatchObject({
      program: 'p',
      pages: ['p/a/0/a', 'p/b/1/b', 'p/c/2/c', 'p/d/3/d', 'p/e/4/e'],
    });
    expect(most).toBe(2);
  });

  it('runs branches in parallel, and an empty Map gives an empty list', async () => {
    const definition = states('Both', {
      Both: {
        Type: 'Parallel',
        Branches: [
          states('A', { A: task('Draft', { End: true }) }),
          states('B', { B: { Type: 'Pass', Result: 2, End: true } }),
        ],
        ResultPath: '$.both',
        Next: 'None',
      },
      None: {
        Type: 'Map',
        ItemsPath: '$.none',
        Iterator: states('X', { X: { Type: 'Pass', End: true } }),
        ResultPath: '$.mapped',
        End: true,
      },
    });
    const result = await run(definition, { none: [] }, { Draft: () => 1 });
    expect(result['output']).toEqual({ none: [], both: [1, 2], mapped: [] });
  });

  it('tries again as Retry says, then goes where Catch says, with the error in the data', async () => {
    let calls = 0;
    const definition = states('Charge', {
      Charge: task('Charge', {
        Retry: [
          { ErrorEquals: ['Declined'], MaxAttempts: 0 },
          { ErrorEquals: ['States.ALL'], IntervalSeconds: 0.01, MaxAttempts: 2, BackoffRate: 2, MaxDelaySeconds: 1 },
        ],
        Catch: [
          { ErrorEquals: ['Declined'], Next: 'Declined', ResultPath: '$.why' },
          { ErrorEquals: ['States.ALL'], Next: 'Broken', ResultPath: '$.why' },
        ],
        End: true,
      }),
      Declined: { Type: 'Pass', Result: 'declined', ResultPath: '$.end', End: true },
      Broken: { Type: 'Pass', Result: 'broken', ResultPath: '$.end', End: true },
    });
    const failing = (name: string, until: number) => ({
      Charge: () => {
        calls += 1;
        if (calls > until) return 'charged';
        const error = new Error('no');
        error.name = name;
        throw error;
      },
    });
    expect(await run(definition, {}, failing('Busy', 2))).toMatchObject({ output: 'charged' });
    expect(calls).toBe(3);
    calls = 0;
    expect(await run(definition, { a: 1 }, failing('Busy', 9))).toMatchObject({
      output: { a: 1, end: 'broken', why: { Error: 'Busy', Cause: expect.stringContaining('"errorMessage":"no"') } },
    });
    expect(calls).toBe(3);
    calls = 0;
    expect(await run(definition, {}, failing('Declined', 9))).toMatchObject({ output: { end: 'declined' } });
    expect(calls).toBe(1);
  });

  it('fails a Map with its item, retries it as a whole, and stops the other items', async () => {
    let calls = 0;
    const definition = states('M', {
      M: {
        Type: 'Map',
        ItemProcessor: states('T', { T: task('Draft', { End: true }) }),
        Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 0.01, MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Pass', End: true },
    });
    const Draft = (event: unknown) => {
      calls += 1;
      if (event !== 2) return event;
      const error = new Error('flaky');
      error.name = 'Flaky';
      throw error;
    };
    expect(await run(definition, [1, 2, 3], { Draft })).toMatchObject({
      status: 'SUCCEEDED',
      output: { Error: 'Flaky' },
    });
    expect(calls).toBeLessThanOrEqual(6);
    calls = 0;
    let flaky = true;
    const once = (event: unknown) => {
      if (event === 2 && flaky) {
        flaky = false;
        return Draft(event);
      }
      return event;
    };
    expect(await run(definition, [1, 2, 3], { Draft: once })).toMatchObject({ output: [1, 2, 3] });
  });

  it('ends a task that hangs, and an execution that takes too long on business time', async () => {
    const hanging = states('T', {
      T: task('Draft', { TimeoutSeconds: 0.02, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }], End: true }),
      Late: { Type: 'Pass', Result: 'late', End: true },
    });
    expect(await run(hanging, {}, { Draft: () => new Promise(() => undefined) })).toMatchObject({ output: 'late' });
    const long = { ...states('W', { W: { Type: 'Wait', Seconds: 10_000, End: true } }), TimeoutSeconds: 3600 };
    const on = await world(template(long));
    await start(on, {});
    await on.moveTo('2011-01-02T00:00:00Z');
    expect(await described(on)).toMatchObject({
      status: 'TIMED_OUT',
      stopDate: Date.parse('2011-01-01T01:00:00Z') / 1000,
    });
  });

  it.each([
    [
      'no choice matches',
      states('C', { C: { Type: 'Choice', Choices: [{ Variable: '$.x', NumericEquals: 2, Next: 'C' }] } }),
      'States.NoChoiceMatched',
    ],
    ['a path leads nowhere', states('P', { P: { Type: 'Pass', InputPath: '$.missing', End: true } }), 'States.Runtime'],
    [
      'a parameter leads nowhere',
      states('P', { P: { Type: 'Pass', Parameters: { 'a.$': '$.missing' }, End: true } }),
      'States.ParameterPathFailure',
    ],
    [
      'a result does not fit',
      states('P', { P: { Type: 'Pass', Result: 1, ResultPath: '$.x.y', End: true } }),
      'States.ResultPathMatchFailure',
    ],
    [
      'the items are no list',
      states('M', { M: { Type: 'Map', ItemProcessor: states('X', { X: { Type: 'Pass', End: true } }), End: true } }),
      'States.Runtime',
    ],
    [
      'the data is too large',
      states('P', { P: { Type: 'Pass', Result: 'x'.repeat(262_145), End: true } }),
      'States.DataLimitExceeded',
    ],
    [
      'it loops for ever',
      states('A', { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
      'States.Runtime',
    ],
  ])('fails by name when %s', async (_case, definition, error) => {
    expect(await run(definition, { x: 1 })).toMatchObject({ status: 'FAILED', error });
  });
});
