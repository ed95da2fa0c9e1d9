import type { Kernel } from './contract.ts';
import type { LocalRequest, LocalResponse, MessagingParts } from './messaging-parts.ts';
import { ClockBackwards } from './time.ts';
import type { Json, JsonObject } from './values.ts';
import { isJsonObject, messageOf, tryJson } from './values.ts';

/** How long a drain may last before the log says what it waits for. */
const PATIENCE = 10_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

interface Move {
  readonly to: number | undefined;
  readonly running: boolean | undefined;
  readonly wait: boolean;
}
type Parsed = { readonly ok: true; readonly move: Move } | { readonly ok: false; readonly response: LocalResponse };

function answer(status: number, body: Json): LocalResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function refusal(status: number, code: string, message: string, param?: string): LocalResponse {
  return answer(status, { status, message, error: { code, message, ...(param === undefined ? {} : { param }) } });
}

/** An instant with its zone; undefined when the text is none (or names a day that does not exist). */
function instantOf(value: Json | undefined): number | undefined {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined;
  const at = Date.parse(value);
  if (!Number.isFinite(at)) return undefined;
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return day.toISOString().startsWith(value.slice(0, 10)) ? at : undefined;
}

function parse(body: Buffer): Parsed {
  const bad = (param: string | undefined, message: string): Parsed => ({
    ok: false,
    response: refusal(400, 'bad_request', message, param),
  });
  const asked = tryJson(body.toString('utf8'));
  if (!isJsonObject(asked)) return bad(undefined, 'the body must be a JSON object');
  const unknown = Object.keys(asked).find((key) => !['now', 'running', 'wait'].includes(key));
  if (unknown !== undefined) return bad(unknown, `unknown field "${unknown}"`);
  const { now, running, wait } = asked;
  if (running !== undefined && typeof running !== 'boolean') return bad('running', '"running" must be true or false');
  if (wait !== undefined && typeof wait !== 'boolean') return bad('wait', '"wait" must be true or false');
  if (now === undefined && running === undefined)
    return bad('now', '"now" must be an instant like 2011-01-01T00:00:00Z');
  const to = instantOf(now);
  if (now !== undefined && to === undefined) return bad('now', '"now" must be an instant like 2011-01-01T00:00:00Z');
  return { ok: true, move: { to, running, wait: wait ?? true } };
}

/** GET and POST /_local/clock: business time, and how to move it. Moves are made one after the other. */
export function clockRoutes(kernel: Pick<Kernel, 'log'>, parts: MessagingParts): void {
  const { clock, timers, activity } = parts;
  const drain = async (): Promise<void> => {
    const watch = setInterval(() => {
      kernel.log(`the clock waits for: ${activity.busyWith().join(', ')}`);
    }, PATIENCE);
    try {
      await activity.idle();
    } finally {
      clearInterval(watch);
    }
  };
  const state = (): JsonObject => {
    const due = timers.nextDue();
    const next_due = due === undefined ? null : new Date(due).toISOString();
    return { now: new Date(clock.now()).toISOString(), mode: clock.mode, next_due };
  };

  /** Drains, fires what falls due on the way in order of time, draining after each instant, and arrives. */
  const travel = async (to: number, wait: boolean): Promise<number> => {
    let fired = 0;
    const first = timers.nextDue();
    // What is under way may set timers that fall due on the way: so drain before looking.
    if (wait || (first !== undefined && first <= to)) {
      await drain();
      for (let due = timers.nextDue(); due !== undefined && due <= to; due = timers.nextDue()) {
        if (due > clock.now()) clock.moveTo(due);
        const now = await timers.fireDue(due);
        if (now === 0 && timers.nextDue() === due) throw new Error('the timers are stopped');
        fired += now;
        await drain();
      }
    }
    if (to > clock.now()) clock.moveTo(to);
    if (wait) await drain();
    return fired;
  };

  const move = async ({ to, running, wait }: Move): Promise<LocalResponse> => {
    if (to !== undefined && to < clock.now()) {
      const stands = new Date(clock.now()).toISOString();
      return refusal(409, 'conflict', `the clock stands at ${stands} and moves forward only`, 'now');
    }
    const fired = to === undefined ? 0 : await travel(to, wait);
    if (running !== undefined) clock.run(running);
    if (clock.mode === 'running') timers.start();
    return answer(200, { ...state(), fired });
  };

  let moves: Promise<unknown> = Promise.resolve();
  parts.localRoute('GET', '/_local/clock', async () => answer(200, state()));
  parts.localRoute('POST', '/_local/clock', async (request: LocalRequest) => {
    const parsed = parse(request.body);
    if (!parsed.ok) return parsed.response;
    const mine = moves.then(() => move(parsed.move));
    moves = mine.catch(() => undefined);
    try {
      return await mine;
    } catch (thrown) {
      if (thrown instanceof ClockBackwards) return refusal(409, 'conflict', thrown.message, 'now');
      kernel.log(`the clock could not be moved: ${messageOf(thrown)}`);
      return refusal(500, 'internal', messageOf(thrown));
    }
  });
}
