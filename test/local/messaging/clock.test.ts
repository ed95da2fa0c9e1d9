import { setTimeout as pause } from 'node:timers/promises';
import { openJournal } from '../../../local/journal.ts';
import { createActivity, createClock, createTimers } from '../../../local/time.ts';
import { world } from './world.ts';

const at = Date.parse;

describe('Business time', () => {
  it('stands still at the start it was given, moves forward only, and is remembered', () => {
    const journal = openJournal(':memory:');
    const clock = createClock(journal, '2011-01-01T00:00:00Z');
    expect([clock.mode, clock.now()]).toEqual(['test', at('2011-01-01T00:00:00Z')]);
    clock.moveTo(at('2011-02-01T00:00:00Z'));
    expect(() => clock.moveTo(at('2011-01-31T00:00:00Z'))).toThrow('forward only');
    const again = createClock(journal, '2030-01-01T00:00:00Z');
    expect([again.mode, again.now()]).toEqual(['test', at('2011-02-01T00:00:00Z')]);
    expect([...new Float64Array(again.shared)]).toEqual([1, at('2011-02-01T00:00:00Z')]);
  });

  it('is real time without a start, and real time plus an offset after a move', () => {
    const journal = openJournal(':memory:');
    const clock = createClock(journal);
    expect(clock.mode).toBe('running');
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
    clock.moveTo(Date.now() + 3_600_000);
    expect(Math.abs(createClock(journal).now() - Date.now() - 3_600_000)).toBeLessThan(50);
  });

  it('can be stopped and set running again without a jump', () => {
    const clock = createClock(openJournal(':memory:'), '2011-01-01T00:00:00Z');
    clock.run(true);
    expect(clock.mode).toBe('running');
    expect(clock.now() - at('2011-01-01T00:00:00Z')).toBeLessThan(50);
    clock.run(false);
    const stopped = clock.now();
    expect([clock.mode, clock.now()]).toEqual(['test', stopped]);
  });
});

describe('Idle', () => {
  it('is only when nothing is under way and no probe finds anything', async () => {
    const activity = createActivity();
    const end = activity.begin('a request');
    activity.begin('a request');
    let idle = false;
    const waiting = activity.idle().then(() => {
      idle = true;
    });
    expect(activity.busyWith()).toEqual(['a request (2)']);
    end();
    end();
    await pause(10);
    expect(idle).toBe(false);
    const second = createActivity();
    let unseen = 2;
    second.probe(() => {
      if (unseen === 0) return false;
      unseen -= 1;
      setTimeout(second.begin('what the probe found'), 5);
      return true;
    });
    await second.idle();
    expect(unseen).toBe(0);
    expect(idle).toBe(false);
    void waiting;
  });
});

describe('Timers', () => {
  const timersOn = (journal = openJournal(':memory:'), start?: string) => {
    const clock = createClock(journal, start);
    const lines: string[] = [];
    const timers = createTimers(journal, clock, createActivity(), (line) => lines.push(line));
    return { journal, clock, timers, lines };
  };

  it('fire in order of time, once, and survive a restart', async () => {
    const first = timersOn(undefined, '2011-01-01T00:00:00Z');
    first.timers.set('x:late', at('2011-01-03T00:00:00Z'), 3);
    first.timers.set('x:soon', at('2011-01-02T00:00:00Z'), { deep: [1] });
    first.timers.set('x:late', at('2011-01-04T00:00:00Z'), 4);
    const { timers } = timersOn(first.journal);
    const fired: unknown[] = [];
    timers.on('x:', async (name, payload, due) => {
      fired.push([name, payload, due]);
    });
    timers.start();
    expect(timers.nextDue()).toBe(at('2011-01-02T00:00:00Z'));
    expect(await timers.fireDue(at('2011-02-01T00:00:00Z'))).toBe(2);
    expect(await timers.fireDue(at('2011-02-01T00:00:00Z'))).toBe(0);
    expect(fired).toEqual([
      ['x:soon', { deep: [1] }, at('2011-01-02T00:00:00Z')],
      ['x:late', 4, at('2011-01-04T00:00:00Z')],
    ]);
  });

  it('are tried again when their handler fails, and the log names them', async () => {
    const { timers, lines } = timersOn(undefined, '2011-01-01T00:00:00Z');
    let tries = 0;
    timers.on('x:', async () => {
      tries += 1;
      if (tries < 2) throw new Error('not yet');
    });
    timers.set('x:1', at('2011-01-01T00:00:00Z'), null);
    timers.start();
    await timers.fireDue(at('2011-01-01T00:00:00Z'));
    expect(tries).toBe(2);
    expect(lines.join()).toMatch(/timer x:1 failed.*not yet/);
  });

  it('fire by themselves while time runs, also when one is set later and due sooner', async () => {
    const { timers, clock } = timersOn();
    const fired: string[] = [];
    timers.on('x:', async (name) => {
      fired.push(name);
    });
    timers.start();
    timers.set('x:far', clock.now() + 40 * 86_400_000, null);
    timers.set('x:near', clock.now() + 30, null);
    await pause(100);
    timers.stop();
    expect(fired).toEqual(['x:near']);
  });
});

describe('POST /_local/clock', () => {
  it('fires what falls due on the way at its own instant, also what only then is set', async () => {
    const { kernel, moveTo } = await world({});
    const seen: string[] = [];
    kernel.timers.on('x:', async (name, payload) => {
      seen.push(`${name} ${new Date(kernel.clock.now()).toISOString().slice(0, 10)}`);
      if (payload === 'chain') kernel.timers.set('x:chained', at('2011-01-20T00:00:00Z'), null);
      const end = kernel.activity.begin('aftermath');
      setTimeout(() => {
        seen.push(`aftermath of ${name}`);
        end();
      }, 10);
    });
    kernel.timers.set('x:b', at('2011-01-15T00:00:00Z'), null);
    kernel.timers.set('x:a', at('2011-01-10T00:00:00Z'), 'chain');
    expect(await moveTo('2011-02-01T00:00:00Z')).toEqual({
      now: '2011-02-01T00:00:00.000Z',
      mode: 'test',
      next_due: null,
      fired: 3,
    });
    expect(seen).toEqual([
      'x:a 2011-01-10',
      'aftermath of x:a',
      'x:b 2011-01-15',
      'aftermath of x:b',
      'x:chained 2011-01-20',
      'aftermath of x:chained',
    ]);
  });

  it('waits for work under way before it moves, unless told not to', async () => {
    const { kernel, local, moveTo } = await world({});
    const end = kernel.activity.begin('slow work');
    const quick = await local('POST', '/_local/clock', { now: '2011-01-02T00:00:00Z', wait: false });
    expect(JSON.parse(quick.body)).toMatchObject({ now: '2011-01-02T00:00:00.000Z', fired: 0 });
    let moved = false;
    const move = moveTo('2011-01-03T00:00:00Z').then(() => {
      moved = true;
    });
    await pause(20);
    expect(moved).toBe(false);
    end();
    await move;
    expect(kernel.clock.now()).toBe(at('2011-01-03T00:00:00Z'));
  });

  it('makes one move after the other', async () => {
    const { kernel, local } = await world({});
    const instants: string[] = [];
    kernel.timers.on('x:', async (name) => {
      await pause(5);
      instants.push(`${name} ${new Date(kernel.clock.now()).toISOString().slice(0, 10)}`);
    });
    kernel.timers.set('x:1', at('2011-01-05T00:00:00Z'), null);
    kernel.timers.set('x:2', at('2011-01-15T00:00:00Z'), null);
    const answers = await Promise.all(
      ['2011-01-10T00:00:00Z', '2011-01-20T00:00:00Z', '2011-01-12T00:00:00Z'].map((now) =>
        local('POST', '/_local/clock', { now }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 409]);
    expect(instants).toEqual(['x:1 2011-01-05', 'x:2 2011-01-15']);
  });

  it('refuses to go back and changes nothing', async () => {
    const { local, kernel } = await world({});
    const response = await local('POST', '/_local/clock', { now: '2010-12-31T23:59:59Z' });
    expect(response.status).toBe(409);
    expect(JSON.parse(response.body)).toMatchObject({ error: { code: 'conflict', param: 'now' } });
    expect(kernel.clock.now()).toBe(at('2011-01-01T00:00:00Z'));
  });

  it.each([
    ['now', { now: 'soon' }],
    ['now', { now: '2011-02-30T00:00:00Z' }],
    ['now', { now: '2011-02-03' }],
    ['now', { now: 1296691200000 }],
    ['now', {}],
    ['running', { running: 'yes' }],
    ['wait', { now: '2011-02-03T00:00:00Z', wait: 1 }],
    ['later', { now: '2011-02-03T00:00:00Z', later: true }],
    [undefined, '[]'],
    [undefined, '{"now":'],
  ])('names the field %s that is wrong in %j', async (param, body) => {
    const { local } = await world({});
    const response = await local('POST', '/_local/clock', body);
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body).error.param).toBe(param);
  });

  it('starts and stops the running of time', async () => {
    const { local, kernel, close } = await world({});
    const fired: string[] = [];
    kernel.timers.on('x:', async (name) => {
      fired.push(name);
    });
    kernel.timers.set('x:soon', at('2011-01-01T00:00:00.040Z'), null);
    expect(JSON.parse((await local('POST', '/_local/clock', { running: true })).body)).toMatchObject({
      mode: 'running',
    });
    await pause(120);
    expect(fired).toEqual(['x:soon']);
    expect(JSON.parse((await local('POST', '/_local/clock', { running: false })).body)).toMatchObject({ mode: 'test' });
    expect(JSON.parse((await local('GET', '/_local/clock')).body)).toMatchObject({ mode: 'test' });
    await close();
  });
});
