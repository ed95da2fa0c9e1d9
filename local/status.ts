import type { AsyncInvocations } from './async-invocations.ts';
import type { Kernel } from './contract.ts';
import type { RunningMapping } from './mapping.ts';
import type { MessagingParts } from './messaging-parts.ts';
import type { Queues } from './queues.ts';
import type { StateMachines } from './states/index.ts';

/** GET /_local/status: what the runtime is busy with, and what ended in queues that no function consumes. */
export function statusRoute(
  kernel: Kernel,
  parts: MessagingParts,
  work: {
    readonly queues: Queues;
    readonly mappings: readonly RunningMapping[];
    readonly invocations: AsyncInvocations;
    readonly machines: StateMachines;
  },
): void {
  const mapped = kernel.stack.ofType('AWS::Lambda::EventSourceMapping');
  const consumed = new Set(mapped.map(({ properties }) => properties['EventSourceArn']));
  parts.localRoute('GET', '/_local/status', async () => {
    const depths = [...work.queues.all.values()].map(({ id, arn }) => ({
      id,
      deadLetters: !consumed.has(arn),
      ...work.queues.depth(id),
    }));
    const buried = depths.filter(({ deadLetters }) => deadLetters);
    const due = parts.timers.nextDue();
    const body = {
      now: new Date(parts.clock.now()).toISOString(),
      mode: parts.clock.mode,
      busy_with: kernel.activity.busyWith(),
      next_timer: due === undefined ? null : new Date(due).toISOString(),
      dead_letters: buried.reduce((sum, { visible, hidden }) => sum + visible + hidden, 0),
      queues: depths,
      mappings: work.mappings.map((mapping) => ({ id: mapping.id, behind: mapping.lag() })),
      asynchronous_invocations: work.invocations.depth(),
      executions_running: work.machines.store.countRunning(),
    };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body, undefined, 2) };
  });
}
