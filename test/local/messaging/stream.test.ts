import { openJournal } from '../../../local/journal.ts';
import { fakeStream } from './fake-stream.ts';
import { mortal } from './mortal.ts';
import { arn, FUNCTION, ROLE, type Template } from './template.ts';
import { world } from './world.ts';

const template = (properties: Record<string, unknown> = {}): Template => ({
  Role: ROLE,
  Table: ['AWS::DynamoDB::GlobalTable'],
  Relay: FUNCTION,
  Kept: ['AWS::S3::Bucket'],
  Lost: ['AWS::SQS::Queue'],
  Mapping: [
    'AWS::Lambda::EventSourceMapping',
    {
      FunctionName: 'Relay',
      EventSourceArn: arn('stream', 'Table'),
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 4,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ...properties,
    },
  ],
});
const records = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ dynamodb: { NewImage: { n: { N: String(from + index) } } } }));

interface Seen {
  readonly n: number;
  readonly sequence: string;
}
const seenOf = (event: unknown): Seen[] =>
  JSON.parse(JSON.stringify(event)).Records.map(
    (record: { dynamodb: { SequenceNumber: string; NewImage: { n: { N: string } } } }) => ({
      n: Number(record.dynamodb.NewImage.n.N),
      sequence: record.dynamodb.SequenceNumber,
    }),
  );
const numbers = (event: unknown): number[] => seenOf(event).map(({ n }) => n);

describe("The table's stream", () => {
  it('is handed on in order, in batches, and forgotten after that', async () => {
    const stream = fakeStream();
    const batches: number[][] = [];
    const { idle } = await world(template(), {
      streams: new Map([['Table', stream]]),
      handlers: { Relay: (event) => void batches.push(numbers(event)) },
    });
    stream.push(...records(1, 10));
    await idle();
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10],
    ]);
    expect(stream.trimmed.length).toBeGreaterThan(0);
  });

  it('is found by the probe also when nobody told of a record', async () => {
    const stream = fakeStream();
    const silent = { ...stream, onChange: () => () => undefined };
    const batches: number[][] = [];
    const { idle } = await world(template(), {
      streams: new Map([['Table', silent]]),
      handlers: { Relay: (event) => void batches.push(numbers(event)) },
    });
    stream.push(...records(1, 2));
    await idle();
    expect(batches).toEqual([[1, 2]]);
  });

  it('goes on after a restart where the last success was', async () => {
    const durable = openJournal(':memory:');
    const dying = mortal(durable);
    const stream = fakeStream();
    const first: number[][] = [];
    await world(template(), {
      journal: dying,
      streams: new Map([['Table', stream]]),
      handlers: {
        Relay: (event) => {
          first.push(numbers(event));
          if (first.length === 2) dying.dieAfter(0);
        },
      },
    });
    stream.push(...records(1, 10));
    while (first.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(first.slice(0, 2)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    const second: number[][] = [];
    const { idle } = await world(template(), {
      journal: durable,
      streams: new Map([['Table', stream]]),
      handlers: { Relay: (event) => void second.push(numbers(event)) },
    });
    await idle();
    expect(second).toEqual([
      [5, 6, 7, 8],
      [9, 10],
    ]);
  });

  it('passes by what the filter of the mapping leaves out', async () => {
    const stream = fakeStream();
    const batches: number[][] = [];
    const FilterCriteria = {
      Filters: [
        {
          Pattern: JSON.stringify({
            eventName: ['INSERT'],
            dynamodb: { NewImage: { event: { S: [{ exists: true }] } } },
          }),
        },
      ],
    };
    const { idle, local } = await world(template({ FilterCriteria }), {
      streams: new Map([['Table', stream]]),
      handlers: { Relay: (event) => void batches.push(numbers(event)) },
    });
    for (let n = 1; n <= 12; n += 1) {
      const event = n % 3 === 0 ? { event: { S: 'x' } } : {};
      stream.push({
        eventName: n === 6 ? 'MODIFY' : 'INSERT',
        dynamodb: { NewImage: { n: { N: String(n) }, ...event } },
      });
    }
    await idle();
    expect(batches.flat()).toEqual([3, 9, 12]);
    expect(JSON.parse((await local('GET', '/_local/status')).body).mappings).toEqual([{ id: 'Mapping', behind: 0 }]);
  });

  it('starts again at the first record that the function names as failed', async () => {
    const stream = fakeStream();
    const batches: number[][] = [];
    const { idle } = await world(template(), {
      streams: new Map([['Table', stream]]),
      handlers: {
        Relay: (event) => {
          batches.push(numbers(event));
          if (batches.length > 1) return null;
          return {
            batchItemFailures: seenOf(event)
              .filter(({ n }) => n >= 3)
              .map(({ sequence }) => ({ itemIdentifier: sequence })),
          };
        },
      },
    });
    stream.push(...records(1, 4));
    await idle();
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]);
  });

  it('is cut in halves until only the record that fails is left, which goes whole to the bucket', async () => {
    const stream = fakeStream();
    const done: number[] = [];
    const { idle, objects } = await world(
      template({
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: arn('bucket', 'Kept') } },
      }),
      {
        streams: new Map([['Table', stream]]),
        handlers: {
          Relay: (event) => {
            if (numbers(event).includes(3)) throw new Error('poison');
            done.push(...numbers(event));
          },
        },
      },
    );
    stream.push(...records(1, 6));
    await idle();
    expect([...new Set(done)]).toEqual([1, 2, 4, 5, 6]);
    expect(objects.size).toBe(1);
    const [[key, text] = []] = [...objects];
    expect(key).toMatch(/^arn:aws:s3:::Kept\/aws\/lambda\/Mapping\/shardId-local\/\d{4}\/\d\d\/\d\d\//);
    const kept = JSON.parse(text ?? '');
    expect(kept).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
    expect(numbers(JSON.parse(kept.payload))).toEqual([3]);
  });

  it('tells the queue where the records are that were given up', async () => {
    const stream = fakeStream();
    const { idle, local } = await world(
      template({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: arn('queue', 'Lost') } } }),
      {
        streams: new Map([['Table', stream]]),
        handlers: {
          Relay: () => {
            throw new Error('down');
          },
        },
      },
    );
    stream.push(...records(1, 2));
    await idle();
    expect(JSON.parse((await local('GET', '/_local/status')).body).queues).toEqual([
      { id: 'Lost', deadLetters: true, visible: 1, hidden: 0 },
    ]);
  });

  it('is delivered at least twice, the last time in order, with chaos', async () => {
    const stream = fakeStream();
    const seen: number[] = [];
    const { idle } = await world(template(), {
      chaos: 5,
      streams: new Map([['Table', stream]]),
      handlers: { Relay: (event) => void seen.push(...numbers(event)) },
    });
    stream.push(...records(1, 20));
    await idle();
    expect(
      Array.from({ length: 20 }, (_, n) => seen.filter((each) => each === n + 1).length).every((count) => count >= 2),
    ).toBe(true);
    expect(seen.slice(-4)).toEqual([17, 18, 19, 20]);
  });

  it.each([
    ['a tumbling window', { TumblingWindowInSeconds: 10 }, {}, /TumblingWindowInSeconds/],
    [
      'a filter that is no pattern',
      { FilterCriteria: { Filters: [{ Pattern: '{"a":"x"}' }] } },
      {},
      /mapping Mapping: its filter/,
    ],
    ['a stream of another table', { EventSourceArn: arn('stream', 'Other') }, {}, /does not support the event source/],
    [
      'a function that may not read the stream',
      {},
      { allows: (action: string) => action !== 'dynamodb:GetRecords' },
      /dynamodb:GetRecords/,
    ],
    [
      'a function that may not write to the bucket',
      { DestinationConfig: { OnFailure: { Destination: arn('bucket', 'Kept') } } },
      { allows: (action: string) => action !== 's3:PutObject' },
      /s3:PutObject/,
    ],
  ])('stops the start for %s', async (_case, properties, options, message) => {
    await expect(
      world(template(properties), { streams: new Map([['Table', fakeStream()]]), ...options }),
    ).rejects.toThrow(message);
  });
});
