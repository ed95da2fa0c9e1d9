import { setTimeout as sleep } from 'node:timers/promises';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { SQSEvent } from 'aws-lambda';
import { clientConfig, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { queueConsumer } from '../shared/queue.ts';
import { sendMails } from './send-mails.ts';
import type { Mail } from './texts.ts';

const client = new SESv2Client(clientConfig());
const from = env('MAIL_FROM');

const send = async ({ to, subject, text }: Mail): Promise<void> => {
  await client.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: { Data: subject, Charset: 'UTF-8' },
          Body: { Text: { Data: text, Charset: 'UTF-8' } },
        },
      },
    }),
  );
};

const consume = sendMails({ store: table(), clock: systemClock, pause: (milliseconds) => sleep(milliseconds), send });

/** Billing events of the bus through the queue: each asks for at most one mail. */
export const handler = (event: SQSEvent) => queueConsumer(consume)(event);
