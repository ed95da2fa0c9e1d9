import type { TableDefinition } from './tables.ts';
import { isObject, type Loose, objectAt, objectsAt, textAt } from './values.ts';

/** One right that a call needs: an action on a table or an index, with the partition keys it touches. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly leadingKeys: readonly string[];
}

/** Calls on a table that touch no items. */
const DESCRIBING = ['DescribeTable', 'DescribeTimeToLive', 'DescribeContinuousBackups'];
const TRANSACTED: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** The text of a key attribute, whichever of the three key types it has. */
function keyText(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  return textAt(value, 'S') ?? textAt(value, 'N') ?? textAt(value, 'B');
}

/** The partition key that a Query asks for: `#pk = :pk` (or the other way round) in its key condition. */
function queriedKey(input: Loose, partitionKey: string): string | undefined {
  const names = objectAt(input, 'ExpressionAttributeNames');
  const values = objectAt(input, 'ExpressionAttributeValues');
  const condition = textAt(input, 'KeyConditionExpression') ?? '';
  for (const [, left = '', right = ''] of condition.matchAll(/([#:]?[\w.-]+)\s*=\s*([#:]?[\w.-]+)/g)) {
    const [name, value] = left.startsWith(':') ? [right, left] : [left, right];
    if ((name.startsWith('#') ? textAt(names, name) : name) === partitionKey) return keyText(values[value]);
  }
  return undefined;
}

/** Reads from a call which rights it needs. Tables are known by their names; an unknown one gets an ARN of its name. */
export class TableAccess {
  readonly #tables: ReadonlyMap<string, TableDefinition>;
  readonly #indexArns = new Map<string, string>();

  constructor(tables: readonly TableDefinition[]) {
    this.#tables = new Map(
      tables.flatMap((table) => [
        [table.name, table],
        [table.arn, table],
      ]),
    );
  }

  #need(action: string, input: Loose, name: string | undefined, item: unknown): Need {
    const table = this.#tables.get(name ?? '');
    const key = table === undefined || !isObject(item) ? undefined : keyText(item[table.partitionKey]);
    return {
      action: `dynamodb:${action}`,
      resource: this.#resource(table, name, textAt(input, 'IndexName')),
      leadingKeys: key === undefined ? [] : [key],
    };
  }

  #resource(table: TableDefinition | undefined, name: string | undefined, index: string | undefined): string {
    if (table === undefined) return `arn:aws:dynamodb:unknown:table/${name}`;
    if (index === undefined) return table.arn;
    const known = this.#indexArns.get(`${table.name}/${index}`);
    if (known !== undefined) return known;
    const arn = `${table.arn}/index/${index}`;
    this.#indexArns.set(`${table.name}/${index}`, arn);
    return arn;
  }

  #query(input: Loose, name: string | undefined): Need {
    const need = this.#need('Query', input, name, undefined);
    const table = this.#tables.get(name ?? '');
    if (table === undefined) return need;
    const key = queriedKey(input, table.indexes.get(textAt(input, 'IndexName') ?? '') ?? table.partitionKey);
    // A key that cannot be read from the condition is no key that a policy could allow.
    return { ...need, leadingKeys: [key ?? ''] };
  }

  #batch(action: string, input: Loose): Need[] {
    return Object.entries(objectAt(input, 'RequestItems')).map(([name, requests]) => {
      const keys = isObject(requests)
        ? objectsAt(requests, 'Keys')
        : objectsAt({ requests }, 'requests').map((request) => ({
            ...objectAt(objectAt(request, 'PutRequest'), 'Item'),
            ...objectAt(objectAt(request, 'DeleteRequest'), 'Key'),
          }));
      const needs = keys.map((key) => this.#need(action, {}, name, key));
      return { ...this.#need(action, {}, name, undefined), leadingKeys: needs.flatMap((need) => need.leadingKeys) };
    });
  }

  #transaction(input: Loose): Need[] {
    return objectsAt(input, 'TransactItems').flatMap((entry) =>
      Object.entries(entry).flatMap(([kind, part]) => {
        if (!isObject(part)) return [];
        const action = TRANSACTED[kind] ?? kind;
        return [this.#need(action, {}, textAt(part, 'TableName'), part['Item'] ?? part['Key'])];
      }),
    );
  }

  /** The rights that an operation with this input needs; undefined for an operation that is not served. */
  needs(operation: string, input: Loose): readonly Need[] | undefined {
    const name = textAt(input, 'TableName');
    switch (operation) {
      case 'GetItem':
      case 'DeleteItem':
      case 'UpdateItem':
        return [this.#need(operation, input, name, input['Key'])];
      case 'PutItem':
        return [this.#need(operation, input, name, input['Item'])];
      case 'Query':
        return [this.#query(input, name)];
      case 'BatchGetItem':
      case 'BatchWriteItem':
        return this.#batch(operation, input);
      case 'TransactGetItems':
      case 'TransactWriteItems':
        return this.#transaction(input);
      case 'Scan':
        return [this.#need(operation, input, name, undefined)];
      default:
        return DESCRIBING.includes(operation) ? [this.#need(operation, input, name, undefined)] : undefined;
    }
  }
}
