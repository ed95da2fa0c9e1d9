import * as z from 'zod';
import { type OperatorCommand, readCommand, UsageProblem } from './operator-command.ts';
import { askOperator } from './operator-target.ts';

const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Carries out one command: its answer on standard output, a refusal on standard error. @returns the exit code. */
const run = async ({ target, request }: OperatorCommand): Promise<number> => {
  const answer = await askOperator(target, request);
  if (Refusal.safeParse(answer).success) {
    console.error(JSON.stringify(answer));
    return 1;
  }
  console.log(JSON.stringify(answer));
  return 0;
};

try {
  process.exitCode = await run(readCommand(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof UsageProblem ? 2 : 1;
}
