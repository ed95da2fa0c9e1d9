import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './queue.ts';

/** When the billing run looks for programs whose month has turned. All times are UTC. */
const SCHEDULES = {
  /** Starts what ends within the next day or so, which then waits for its end, and catches up what is not done. */
  Daily: { expression: 'cron(7 3 * * ? *)', description: 'Daily: months that end soon, and what is due and not done' },
  /** For programs that were made after the last daily run. */
  FirstDay: { expression: 'cron(0 * 1 * ? *)', description: 'Hours of the first day of a month' },
} as const;

/** Starts the billing run. What could not be started after a day of tries waits in the dead-letter queue. */
export class Schedules extends Construct {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, billingRun: StateMachine) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    for (const [name, { expression, description }] of Object.entries(SCHEDULES)) {
      new Schedule(this, name, {
        description,
        schedule: ScheduleExpression.expression(expression),
        timeWindow: TimeWindow.off(),
        target: new StepFunctionsStartExecution(billingRun, {
          input: ScheduleTargetInput.fromObject({ scheduled_at: ContextAttribute.scheduledTime }),
          deadLetterQueue: this.deadLetters,
          maxEventAge: Duration.days(1),
          retryAttempts: 185,
        }),
      });
    }
  }
}
