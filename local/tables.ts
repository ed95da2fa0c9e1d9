import type { Resource, Stack } from './contract.ts';
import type { HttpClient } from './http-client.ts';
import { isObject, type Loose, many, objectAt, objectsAt, parseJson, textAt } from './values.ts';

/** A table of the template. */
export interface TableDefinition {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly partitionKey: string;
  readonly sortKey: string | undefined;
  /** The partition key of each index, by the index's name. */
  readonly indexes: ReadonlyMap<string, string>;
  readonly expiry: string | undefined;
  readonly streamView: string | undefined;
  readonly streamArn: string;
  /** The body of CreateTable. */
  readonly creation: Loose;
}

/** What the table server answers instead of a result. */
export class TableError extends Error {
  override readonly name = 'TableError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The table server looks for the parts of a signature and never at its value. */
export const UNSIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20200101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20200101T000000Z',
  'content-type': 'application/x-amz-json-1.0',
} as const;

/** Calls an operation of the table server. */
export async function callTables(
  client: HttpClient,
  operation: string,
  input: Loose,
  service: 'DynamoDB' | 'DynamoDBStreams' = 'DynamoDB',
): Promise<Loose> {
  const headers = { ...UNSIGNED, 'x-amz-target': `${service}_20120810.${operation}` };
  const { status, body } = await client.send('POST', '/', headers, Buffer.from(JSON.stringify(input)));
  const output = parseJson(body.toString());
  const answer = isObject(output) ? output : {};
  if (status === 200) return answer;
  const code = (textAt(answer, '__type') ?? '').replace(/^.*#/, '');
  throw new TableError(
    code,
    textAt(answer, 'message') ?? textAt(answer, 'Message') ?? `${operation} failed (${code}).`,
  );
}

function keyOf(keySchema: readonly Loose[], type: string): string | undefined {
  const key = keySchema.find((each) => each['KeyType'] === type);
  return key === undefined ? undefined : textAt(key, 'AttributeName');
}

function indexInput(index: Loose): Loose {
  return { IndexName: index['IndexName'], KeySchema: index['KeySchema'], Projection: index['Projection'] };
}

function readTable({ id, properties }: Resource, stack: Stack): TableDefinition {
  const keys = objectsAt(properties, 'KeySchema');
  const partitionKey = keyOf(keys, 'HASH');
  if (partitionKey === undefined) throw new Error(`${id}: a table needs a partition key.`);
  const global = objectsAt(properties, 'GlobalSecondaryIndexes');
  const local = objectsAt(properties, 'LocalSecondaryIndexes');
  const indexes = new Map<string, string>();
  for (const index of [...global, ...local]) {
    indexes.set(textAt(index, 'IndexName') ?? '', keyOf(objectsAt(index, 'KeySchema'), 'HASH') ?? partitionKey);
  }
  const expiry = objectAt(properties, 'TimeToLiveSpecification');
  const streamView = textAt(objectAt(properties, 'StreamSpecification'), 'StreamViewType');
  const name = stack.reference(id);
  return {
    id,
    name,
    arn: stack.reference(id, 'Arn'),
    partitionKey,
    sortKey: keyOf(keys, 'RANGE'),
    indexes,
    expiry: expiry['Enabled'] === false ? undefined : textAt(expiry, 'AttributeName'),
    streamView,
    streamArn: stack.reference(id, 'StreamArn'),
    creation: {
      TableName: name,
      AttributeDefinitions: properties['AttributeDefinitions'],
      KeySchema: keys,
      BillingMode: 'PAY_PER_REQUEST',
      ...(global.length > 0 ? { GlobalSecondaryIndexes: global.map(indexInput) } : {}),
      ...(local.length > 0 ? { LocalSecondaryIndexes: local.map(indexInput) } : {}),
      ...(streamView === undefined ? {} : { StreamSpecification: { StreamEnabled: true, StreamViewType: streamView } }),
    },
  };
}

/** The tables of the template. */
export function readTables(stack: Stack): readonly TableDefinition[] {
  return [...stack.ofType('AWS::DynamoDB::GlobalTable'), ...stack.ofType('AWS::DynamoDB::Table')].map((resource) =>
    readTable(resource, stack),
  );
}

/** What the table server knows of a table; undefined when there is none of the name. */
export async function describeTable(client: HttpClient, name: string): Promise<Loose | undefined> {
  try {
    return objectAt(await callTables(client, 'DescribeTable', { TableName: name }), 'Table');
  } catch (thrown) {
    if (thrown instanceof TableError && thrown.code === 'ResourceNotFoundException') return undefined;
    throw thrown;
  }
}

const keysText = (from: Loose): string =>
  objectsAt(from, 'KeySchema')
    .map((key) => `${textAt(key, 'AttributeName')} ${textAt(key, 'KeyType')}`)
    .join(', ');

/** Brings a table of an earlier start up to the template: indexes that are new are added. */
async function update(client: HttpClient, table: TableDefinition, existing: Loose): Promise<void> {
  if (keysText(existing) !== keysText(table.creation)) {
    throw new Error(
      `The table ${table.name} in the data folder has the keys ${keysText(existing)} and the template wants ` +
        `${keysText(table.creation)}. Start with an empty data folder.`,
    );
  }
  const present = new Set(objectsAt(existing, 'GlobalSecondaryIndexes').map((index) => textAt(index, 'IndexName')));
  for (const index of objectsAt(table.creation, 'GlobalSecondaryIndexes')) {
    if (present.has(textAt(index, 'IndexName'))) continue;
    await callTables(client, 'UpdateTable', {
      TableName: table.name,
      AttributeDefinitions: table.creation['AttributeDefinitions'],
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    });
  }
}

/** Creates the tables that are missing and updates the others. */
export async function createTables(client: HttpClient, tables: readonly TableDefinition[]): Promise<void> {
  for (const table of tables) {
    const existing = await describeTable(client, table.name);
    if (existing === undefined) await callTables(client, 'CreateTable', table.creation);
    else await update(client, table, existing);
  }
}

/** The keys that an item of a table is known by. */
export function keysOf(table: TableDefinition, item: Loose): Loose {
  const names = many(table.sortKey === undefined ? [table.partitionKey] : [table.partitionKey, table.sortKey]);
  return Object.fromEntries(names.map((name) => [String(name), item[String(name)]]));
}
