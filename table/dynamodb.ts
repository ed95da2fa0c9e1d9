import { randomUUID } from 'node:crypto';
import { fromWireMap, toWireMap } from './attributes.ts';
import { INDEXES } from './indexes.ts';
import {
  type Condition,
  ConditionFailed,
  type Item,
  type ItemKey,
  type QueryInput,
  type Store,
  type Update,
  type Write,
  WriteConflict,
} from './store.ts';

/** One signed call of DynamoDB: the name of the operation and its input in the JSON protocol. */
export type TableCall = (operation: string, input: unknown) => Promise<unknown>;

/** DynamoDB refused a call: its error type, and why a transaction was cancelled. */
export class TableRefusal extends Error {
  readonly type: string;
  /** One code for each write of a cancelled transaction; `None` for those that were not to blame. */
  readonly reasons: readonly string[];
  constructor(type: string, message: string, reasons: readonly string[] = []) {
    super(`${type}: ${message}`);
    this.name = 'TableRefusal';
    this.type = type;
    this.reasons = reasons;
  }
}

type Wire = Readonly<Record<string, unknown>>;

const isWire = (value: unknown): value is Wire => typeof value === 'object' && value !== null && !Array.isArray(value);
const isItem = (value: Readonly<Record<string, unknown>>): value is Item =>
  typeof value['pk'] === 'string' && typeof value['sk'] === 'string';

const asWire = (value: unknown): Wire => {
  if (isWire(value)) return value;
  throw new Error('DynamoDB answered with something that is no object.');
};

const toItem = (value: unknown): Item => {
  const item = fromWireMap(asWire(value));
  if (isItem(item)) return item;
  throw new Error('The table holds an item without pk and sk.');
};

const toItems = (value: unknown): readonly Item[] => (Array.isArray(value) ? value.map(toItem) : []);

const wireKey = (key: ItemKey) => ({ pk: { S: key.pk }, sk: { S: key.sk } });

/** Names and values stand in an expression's input only where there are some. */
const expressionParts = (names: Wire, values: Wire) => ({
  ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
  ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: toWireMap(values) }),
});

const conditionInput = (condition: Condition) => ({
  ConditionExpression: condition.expression,
  ...expressionParts(condition.names ?? {}, condition.values ?? {}),
});

const updateInput = (update: Update, condition: Condition) => ({
  UpdateExpression: update.expression,
  ConditionExpression: condition.expression,
  ...expressionParts({ ...update.names, ...condition.names }, { ...update.values, ...condition.values }),
});

const transactItem = (table: string, write: Write) => {
  switch (write.kind) {
    case 'put':
      return { Put: { TableName: table, Item: toWireMap(write.item), ...conditionInput(write.condition) } };
    case 'update':
      return { Update: { TableName: table, Key: wireKey(write.key), ...updateInput(write.update, write.condition) } };
    case 'delete':
      return { Delete: { TableName: table, Key: wireKey(write.key), ...conditionInput(write.condition) } };
    case 'check':
      return { ConditionCheck: { TableName: table, Key: wireKey(write.key), ...conditionInput(write.condition) } };
  }
};

/** Which write of a cancelled transaction is to blame: a condition first, else a conflict, else the error itself. */
const cancelled = (error: unknown, writes: readonly Write[]): unknown => {
  if (!(error instanceof TableRefusal)) return error;
  if (error.type === 'TransactionInProgressException') return new WriteConflict();
  if (error.type !== 'TransactionCanceledException') return error;
  const write = writes[error.reasons.indexOf('ConditionalCheckFailed')];
  if (write !== undefined) return new ConditionFailed(write.condition.name);
  const passing = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];
  return error.reasons.some((reason) => passing.includes(reason)) ? new WriteConflict() : error;
};

const queryInput = (table: string, input: QueryInput) => {
  const index = input.index === undefined ? undefined : INDEXES[input.index];
  const range =
    input.prefix !== undefined
      ? { expression: ' AND begins_with(#sk, :prefix)', values: { ':prefix': input.prefix } }
      : input.between !== undefined
        ? {
            expression: ' AND #sk BETWEEN :from AND :to',
            values: { ':from': input.between[0], ':to': input.between[1] },
          }
        : { expression: '', values: {} };
  return {
    TableName: table,
    ...(index === undefined ? { ConsistentRead: input.consistent ?? true } : { IndexName: index.name }),
    KeyConditionExpression: `#pk = :pk${range.expression}`,
    ExpressionAttributeNames: {
      '#pk': index?.partition ?? 'pk',
      ...(range.expression === '' ? {} : { '#sk': index?.sort ?? 'sk' }),
    },
    ExpressionAttributeValues: toWireMap({ ':pk': input.pk, ...range.values }),
    ScanIndexForward: input.forward ?? true,
    Limit: input.limit,
    ...(input.start === undefined ? {} : { ExclusiveStartKey: toWireMap(input.start) }),
  };
};

const batchGetAll = async (call: TableCall, table: string, keys: readonly ItemKey[]): Promise<readonly Item[]> => {
  const found: Item[] = [];
  let wanted: unknown = keys.map(wireKey);
  // DynamoDB may hand back a part of the keys unread; five rounds are plenty for a hundred small items.
  for (let round = 0; Array.isArray(wanted) && wanted.length > 0; round++) {
    if (round === 5) throw new WriteConflict();
    const input = { RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } } };
    const answer = asWire(await call('BatchGetItem', input));
    found.push(...toItems(asWire(answer['Responses'] ?? {})[table]));
    wanted = asWire(asWire(answer['UnprocessedKeys'] ?? {})[table] ?? {})['Keys'];
  }
  return found;
};

const writeOne = (call: TableCall, table: string, write: Exclude<Write, { kind: 'check' }>): Promise<unknown> => {
  switch (write.kind) {
    case 'put':
      return call('PutItem', { TableName: table, Item: toWireMap(write.item), ...conditionInput(write.condition) });
    case 'update':
      return call('UpdateItem', {
        TableName: table,
        Key: wireKey(write.key),
        ...updateInput(write.update, write.condition),
      });
    case 'delete':
      return call('DeleteItem', { TableName: table, Key: wireKey(write.key), ...conditionInput(write.condition) });
  }
};

/** Opens the single table over signed calls of DynamoDB. */
export const openStore = (call: TableCall, table: string): Store => ({
  async get(key) {
    const answer = asWire(await call('GetItem', { TableName: table, Key: wireKey(key), ConsistentRead: true }));
    return answer['Item'] === undefined ? undefined : toItem(answer['Item']);
  },
  async batchGet(keys) {
    return keys.length === 0 ? [] : batchGetAll(call, table, keys);
  },
  async query(input) {
    const answer = asWire(await call('Query', queryInput(table, input)));
    const last = answer['LastEvaluatedKey'];
    return { items: toItems(answer['Items']), next: last === undefined ? undefined : fromWireMap(asWire(last)) };
  },
  async write(write) {
    try {
      await writeOne(call, table, write);
    } catch (error) {
      const failed = error instanceof TableRefusal && error.type === 'ConditionalCheckFailedException';
      throw failed ? new ConditionFailed(write.condition.name) : error;
    }
  },
  async transact(writes) {
    // The token makes a call that is sent again after a lost answer the same transaction, not a second one.
    const input = {
      TransactItems: writes.map((write) => transactItem(table, write)),
      ClientRequestToken: randomUUID(),
    };
    try {
      await call('TransactWriteItems', input);
    } catch (error) {
      throw cancelled(error, writes);
    }
  },
});
