import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientConfig } from './clients.ts';
import { env } from './env.ts';

/**
 * Starts an execution of the state machine of a month. `running`: it was started now or still runs with this name;
 * `ended`: there was one with this name, and it is over.
 */
export type StartExecution = (name: string, input: Readonly<Record<string, string>>) => Promise<'running' | 'ended'>;

/** Starts executions of the machine that BILLING_MONTH_ARN names; the name makes it one execution, however often. */
export const startExecution = (): StartExecution => {
  const client = new SFNClient(clientConfig());
  return async (name, input) => {
    const stateMachineArn = env('BILLING_MONTH_ARN');
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      return 'running';
    } catch (error) {
      // The same name with the same input is only refused when that execution is over.
      if (error instanceof ExecutionAlreadyExists) return 'ended';
      throw error;
    }
  };
};
