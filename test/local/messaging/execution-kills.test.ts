import { openJournal } from '../../../local/journal.ts';
import { described, states, task, template } from './machines.ts';
import { mortal } from './mortal.ts';
import { arn } from './template.ts';
import { type Handlers, type World, world } from './world.ts';

describe('An execution that is killed at any write goes on after the restart and ends the same', () => {
  const definition = states('Draft', {
    Draft: task('Draft', { ResultPath: '$.draft', Next: 'Review' }),
    Review: { Type: 'Wait', TimestampPath: '$.due', Next: 'Shards' },
    Shards: {
      Type: 'Map',
      ItemsPath: '$.shards',
      MaxConcurrency: 2,
      ResultPath: '$.charged',
      ItemProcessor: states('Page', {
        Page: task('Charge', {
          Next: 'More',
          Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 0, MaxAttempts: 2 }],
        }),
        More: { Type: 'Choice', Choices: [{ Variable: '$.page', NumericLessThan: 2, Next: 'Page' }], Default: 'Done' },
        Done: { Type: 'Pass', OutputPath: '$.shard', End: true },
      }),
      ItemSelector: { 'shard.$': '$$.Map.Item.Value', page: 0 },
      Next: 'Both',
    },
    Both: {
      Type: 'Parallel',
      ResultPath: '$.both',
      Branches: [
        states('Pay', { Pay: task('Pay', { End: true }) }),
        states('Note', {
          Note: { Type: 'Wait', Seconds: 60, Next: 'Noted' },
          Noted: { Type: 'Pass', Result: 'noted', End: true },
        }),
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Refused', ResultPath: '$.error' }],
      Next: 'End',
    },
    Refused: { Type: 'Pass', Result: 'refused', ResultPath: '$.both', Next: 'End' },
    End: { Type: 'Succeed' },
  });
  const input = { due: '2011-01-08T00:00:00Z', shards: ['a', 'b', 'c'] };
  const expected = { ...input, draft: 'drafted', charged: ['a', 'b', 'c'], both: ['paid', 'noted'] };
  const handlers = (calls: Map<string, number>): Handlers => {
    const count = (what: string) => calls.set(what, (calls.get(what) ?? 0) + 1);
    return {
      Draft: () => {
        count('draft');
        return 'drafted';
      },
      Charge: (event) => {
        const { shard, page } = Object(event);
        count(`charge ${shard}${page}`);
        if (shard === 'b' && page === 1 && calls.get('charge b1') === 1) throw new Error('once');
        return { shard, page: page + 1 };
      },
      Pay: () => {
        count('pay');
        return 'paid';
      },
    };
  };
  const play = async (on: World): Promise<void> => {
    await on.call('states', 'AWSStepFunctions.StartExecution', {
      stateMachineArn: arn('machine', 'Machine'),
      name: 'run',
      input: JSON.stringify(input),
    });
    await on.moveTo('2011-01-20T00:00:00Z');
  };

  it('at each of them', async () => {
    const whole = mortal(openJournal(':memory:'));
    const calm = await world(template(definition), { journal: whole, handlers: handlers(new Map()) });
    const before = whole.writes;
    await play(calm);
    expect(await described(calm)).toMatchObject({ status: 'SUCCEEDED', output: expected });
    const writes = whole.writes - before;
    expect(writes).toBeGreaterThan(80);
    for (let kill = 0; kill < writes; kill += 1) {
      const durable = openJournal(':memory:');
      const dying = mortal(durable);
      const calls = new Map<string, number>();
      const first = await world(template(definition), { journal: dying, handlers: handlers(calls) });
      dying.dieAfter(kill);
      let over = false;
      const ended = play(first)
        .catch(() => undefined)
        .finally(() => {
          over = true;
        });
      while (!dying.dead && !over) await new Promise((resolve) => setImmediate(resolve));
      await first.close();
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5))]);
      const second = await world(template(definition), { journal: durable, handlers: handlers(calls) });
      await play(second);
      expect([kill, (await described(second))['output']]).toEqual([kill, expected]);
      // Only the call under way at the kill may be made again; each Map item goes on from its own page.
      const repeated = [...calls].filter(([what, count]) => count > (what === 'charge b1' ? 2 : 1));
      expect([kill, repeated.length]).toEqual([kill, Math.min(repeated.length, 2)]);
      await second.close();
    }
  }, 60_000);
});
