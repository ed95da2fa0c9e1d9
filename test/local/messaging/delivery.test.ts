import { openJournal } from '../../../local/journal.ts';
import { entry, numbers, TEMPLATE } from './deliveries.ts';
import { mortal } from './mortal.ts';
import { arn } from './template.ts';
import { bodiesOf, world } from './world.ts';

describe('An event on its way', () => {
  it('goes from the bus over a rule and its queue to the function', async () => {
    const events: unknown[] = [];
    const { call, idle } = await world(TEMPLATE, {
      handlers: { Consumer: (event) => void events.push(...bodiesOf(event)) },
    });
    const response = await call('events', 'AWSEvents.PutEvents', { Entries: [entry(1), entry(2, 'sale.refused')] });
    expect(response.body).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }, {}] });
    await idle();
    expect(events).toEqual([
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'sale.accepted',
        source: 'shop',
        account: '123456789012',
        time: '2011-01-01T00:00:00Z',
        region: 'eu-west-1',
        resources: [],
        detail: { n: 1 },
      },
    ]);
  });

  it('is answered entry by entry when some are wrong', async () => {
    const { call } = await world(TEMPLATE, { handlers: { Consumer: () => null } });
    const wrong = [
      entry(1),
      { ...entry(2), Detail: '[1]' },
      { ...entry(3), Source: '' },
      { ...entry(4), EventBusName: 'Other' },
    ];
    const { body } = await call('events', 'AWSEvents.PutEvents', { Entries: wrong });
    expect(body).toMatchObject({
      FailedEntryCount: 3,
      Entries: [
        { EventId: expect.any(String) },
        { ErrorCode: 'MalformedDetail' },
        { ErrorCode: 'InvalidArgument' },
        { ErrorCode: 'ResourceNotFoundException' },
      ],
    });
  });

  it.each([
    ['no entries', []],
    ['eleven entries', Array.from({ length: 11 }, (_, n) => entry(n))],
    ['more than 256 KB', [{ ...entry(1), Detail: JSON.stringify({ text: 'x'.repeat(262_144) }) }]],
  ])('is refused as a whole with %s', async (_case, Entries) => {
    const { call } = await world(TEMPLATE);
    const { status, body } = await call('events', 'AWSEvents.PutEvents', { Entries });
    expect([status, body['__type']]).toEqual([400, 'ValidationException']);
  });

  it('is refused to a role that may not put events', async () => {
    const { call } = await world(TEMPLATE, {
      allows: (action, _resource, role) => !(action === 'events:PutEvents' && role === 'Stranger'),
    });
    const { status, body } = await call('events', 'AWSEvents.PutEvents', { Entries: [entry(1)] }, 'Stranger');
    expect([status, body['__type']]).toEqual([400, 'AccessDeniedException']);
  });

  it('comes again when only it failed, and ends in the dead-letter queue while the others pass', async () => {
    const seen: number[] = [];
    const { call, idle, logs, local } = await world(TEMPLATE, {
      handlers: {
        Consumer: (event) => {
          const failing = JSON.parse(JSON.stringify(event)).Records.filter(
            (record: { body: string }) => JSON.parse(record.body).detail.n === 2,
          );
          seen.push(...numbers(event));
          return {
            batchItemFailures: failing.map(({ messageId }: { messageId: string }) => ({ itemIdentifier: messageId })),
          };
        },
      },
    });
    await call('events', 'AWSEvents.PutEvents', { Entries: [entry(1), entry(2), entry(3)] });
    await idle();
    expect(seen.filter((n) => n === 2)).toHaveLength(3);
    expect(seen.filter((n) => n !== 2)).toEqual([1, 3]);
    const { queues } = JSON.parse((await local('GET', '/_local/status')).body);
    expect(queues).toEqual([
      { id: 'Work', deadLetters: false, visible: 0, hidden: 0 },
      { id: 'Dead', deadLetters: true, visible: 1, hidden: 0 },
    ]);
    expect(logs.join('\n')).toContain('1 message of Work went to the dead-letter queue Dead');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['names a message that it was not given', () => ({ batchItemFailures: [{ itemIdentifier: 'other' }] })],
    ['answers no list', () => ({ batchItemFailures: 'x' })],
  ])('is delivered again as a whole batch when the function %s', async (_case, answer) => {
    let calls = 0;
    const { call, idle } = await world(TEMPLATE, {
      handlers: {
        Consumer: () => {
          calls += 1;
          return calls === 1 ? answer() : null;
        },
      },
    });
    await call('events', 'AWSEvents.PutEvents', { Entries: [entry(1)] });
    await idle();
    expect(calls).toBe(2);
  });

  it('is not lost when the process dies before the function has answered, and the try does not count', async () => {
    const durable = openJournal(':memory:');
    const dying = mortal(durable);
    const first = await world(TEMPLATE, {
      journal: dying,
      handlers: { Consumer: () => new Promise((resolve) => setTimeout(resolve, 100)) },
    });
    await first.call('events', 'AWSEvents.PutEvents', { Entries: [entry(1), entry(2)] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    dying.dieAfter(0);
    const seen: number[] = [];
    const counts: string[] = [];
    const second = await world(TEMPLATE, {
      journal: durable,
      handlers: {
        Consumer: (event) => {
          seen.push(...numbers(event));
          counts.push(
            ...JSON.parse(JSON.stringify(event)).Records.map(
              (record: { attributes: Record<string, string> }) => record.attributes['ApproximateReceiveCount'],
            ),
          );
        },
      },
    });
    await second.idle();
    expect(seen.sort()).toEqual([1, 2]);
    expect(new Set(counts)).toEqual(new Set(['1']));
  });

  it('comes in whole batches when there are many', async () => {
    const sizes: number[] = [];
    const { call, idle } = await world(TEMPLATE, {
      handlers: {
        Consumer: async (event) => {
          sizes.push(numbers(event).length);
          await new Promise((resolve) => setTimeout(resolve, 2));
        },
      },
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        call('events', 'AWSEvents.PutEvents', { Entries: Array.from({ length: 10 }, (_each, m) => entry(n * 10 + m)) }),
      ),
    );
    await idle();
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(200);
    expect(sizes.length).toBeLessThan(30);
  });

  it('arrives at least twice, out of order, and never not at all, with chaos', async () => {
    const seen: number[] = [];
    const { call, idle } = await world(TEMPLATE, {
      chaos: 3,
      handlers: { Consumer: (event) => void seen.push(...numbers(event)) },
    });
    for (let n = 0; n < 50; n += 5) {
      await call('events', 'AWSEvents.PutEvents', { Entries: [0, 1, 2, 3, 4].map((m) => entry(n + m)) });
    }
    await idle();
    const times = Array.from({ length: 50 }, (_, n) => seen.filter((each) => each === n).length);
    expect(times.every((count) => count === 2 || count === 3)).toBe(true);
    expect([...new Set(seen)]).not.toEqual([...new Set(seen)].sort((a, b) => a - b));
  });
});

describe('Sending to a queue', () => {
  it('reaches the function with its attributes, delayed on real time if asked', async () => {
    const records: Record<string, unknown>[] = [];
    const { call, idle } = await world(TEMPLATE, {
      handlers: { Consumer: (event) => void records.push(...JSON.parse(JSON.stringify(event)).Records) },
    });
    const { body } = await call('sqs', 'AmazonSQS.SendMessage', {
      QueueUrl: 'Work',
      MessageBody: '{"a":1}',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
    });
    await idle();
    expect(records).toMatchObject([
      {
        messageId: body['MessageId'],
        body: '{"a":1}',
        md5OfBody: body['MD5OfMessageBody'],
        eventSourceARN: arn('queue', 'Work'),
        attributes: { SentTimestamp: String(Date.parse('2011-01-01T00:00:00Z')), ApproximateReceiveCount: '1' },
        messageAttributes: { kind: { dataType: 'String', stringValue: 'test' } },
      },
    ]);
  });
});
