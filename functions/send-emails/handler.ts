import { setTimeout as sleep } from 'node:timers/promises';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { SQSEvent } from 'aws-lambda';
import { aws, clientConfig, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { storedMailedTokens } from '../shared/mailed-tokens.ts';
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

const consume = sendMails({
  store: table(),
  tokens: storedMailedTokens(aws(), env('MAILED_LINKS_SECRET_ARN')),
  publicUrl: env('PUBLIC_URL'),
  clock: systemClock,
  pause: (milliseconds) => sleep(milliseconds),
  send,
});

/** Events of the bus that people are written to about through the queue: each asks for at most one mail. */
export const handler = (event: SQSEvent) => queueConsumer(consume)(event);
