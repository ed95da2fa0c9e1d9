import {
  ConditionFailed,
  type Item,
  type ItemKey,
  type Page,
  type QueryInput,
  type Store,
  type Write,
} from '../../table/store.ts';

/** A table in memory that honours the conditions the product uses: absence, presence, and an unchanged `rev`. */
export class MemoryStore implements Store {
  readonly items = new Map<string, Item>();
  /** How many requests were made, by kind. */
  readonly requests: Record<string, number> = {};

  private id(key: ItemKey): string {
    return `${key.pk} | ${key.sk}`;
  }

  private count(kind: string): void {
    this.requests[kind] = (this.requests[kind] ?? 0) + 1;
  }

  async get(key: ItemKey): Promise<Item | undefined> {
    this.count('get');
    return structuredClone(this.items.get(this.id(key)));
  }

  async batchGet(keys: readonly ItemKey[]): Promise<readonly Item[]> {
    this.count('batchGet');
    return keys.flatMap((key) => structuredClone(this.items.get(this.id(key))) ?? []);
  }

  async query(input: QueryInput): Promise<Page> {
    this.count('query');
    const pkName = input.index === undefined ? 'pk' : `${input.index}pk`;
    const skName = input.index === undefined ? 'sk' : `${input.index}sk`;
    const text = (item: Item, name: string): string => String(item[name] ?? '');
    const sorted = [...this.items.values()]
      .filter((item) => item[pkName] === input.pk)
      .filter((item) => input.prefix === undefined || text(item, skName).startsWith(input.prefix))
      .filter(
        (item) =>
          input.prefix !== undefined ||
          input.between === undefined ||
          (text(item, skName) >= input.between[0] && text(item, skName) <= input.between[1]),
      )
      .sort((a, b) => (text(a, skName) < text(b, skName) ? -1 : 1));
    if (input.forward === false) sorted.reverse();
    const start =
      input.start === undefined
        ? 0
        : sorted.findIndex((item) => item.sk === input.start?.['sk'] && item.pk === input.start['pk']) + 1;
    const items = sorted.slice(start, start + input.limit);
    const last = items.at(-1);
    const more = start + input.limit < sorted.length;
    const keysOnly = (item: Item): Item => ({
      pk: item.pk,
      sk: item.sk,
      [pkName]: item[pkName],
      [skName]: item[skName],
    });
    return {
      items: items.map((item) => structuredClone(input.index === undefined ? item : keysOnly(item))),
      next: more && last !== undefined ? { pk: last.pk, sk: last.sk } : undefined,
    };
  }

  async write(write: Exclude<Write, { kind: 'check' }>): Promise<void> {
    this.count('write');
    this.check(write);
    this.apply(write);
  }

  async transact(writes: readonly Write[]): Promise<void> {
    this.count('transact');
    const keys = writes.map((write) => this.id(write.kind === 'put' ? write.item : write.key));
    if (new Set(keys).size !== keys.length) throw new Error('A transaction touches an item twice.');
    for (const write of writes) this.check(write);
    for (const write of writes) this.apply(write);
  }

  private check(write: Write): void {
    const existing = this.items.get(this.id(write.kind === 'put' ? write.item : write.key));
    const { expression, names, values, name } = write.condition;
    if (expression === 'attribute_not_exists(pk)') {
      if (existing !== undefined) throw new ConditionFailed(name);
    } else if (expression === 'attribute_exists(pk)') {
      if (existing === undefined) throw new ConditionFailed(name);
    } else if (/^attribute_not_exists\(#\w+\)$/.test(expression)) {
      const attribute = names?.[expression.slice('attribute_not_exists('.length, -1)] ?? '';
      if (existing?.[attribute] !== undefined) throw new ConditionFailed(name);
    } else if (/^attribute_not_exists\((#\w+)\) OR \1 <= :\w+$/.test(expression)) {
      const [left = '', right = ''] = expression.split(' OR ').at(-1)?.split(' <= ') ?? [];
      const present = existing?.[(write.kind === 'update' ? write.update.names : names)?.[left] ?? left];
      if (present !== undefined && Number(present) > Number(values?.[right])) throw new ConditionFailed(name);
    } else if (/^#\w+ = :\w+$/.test(expression)) {
      const [left = '', right = ''] = expression.split(' = ');
      const attribute = names?.[left] ?? left;
      if (existing === undefined || existing[attribute] !== values?.[right]) throw new ConditionFailed(name);
    } else {
      throw new Error(`The memory store does not know the condition ${expression}.`);
    }
  }

  /** Of update expressions only `ADD` with numbers is known, and one value that is set behind it. */
  private add(key: ItemKey, { expression, names, values }: Extract<Write, { kind: 'update' }>['update']): void {
    if (!expression.startsWith('ADD ')) throw new Error('The memory store knows only ADD: put the whole item.');
    const changed: Record<string, unknown> = { ...this.items.get(this.id(key)) };
    const [added = '', set] = expression.slice('ADD '.length).split(' SET ');
    const [setName = '', setValue = ''] = set?.split(' = ') ?? [];
    if (set !== undefined) changed[names?.[setName] ?? setName] = values?.[setValue];
    for (const part of added.split(', ')) {
      const [name = '', value = ''] = part.split(' ');
      const attribute = names?.[name] ?? name;
      changed[attribute] = Number(changed[attribute] ?? 0) + Number(values?.[value]);
    }
    this.items.set(this.id(key), { ...changed, ...key });
  }

  private apply(write: Write): void {
    switch (write.kind) {
      case 'put':
        this.items.set(this.id(write.item), structuredClone(JSON.parse(JSON.stringify(write.item, bytes), restore)));
        return;
      case 'delete':
        this.items.delete(this.id(write.key));
        return;
      case 'update':
        this.add(write.key, write.update);
        return;
      case 'check':
        return;
    }
  }
}

/** JSON drops what is undefined, as the document client does; bytes survive the way. */
const bytes = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array
    ? { $bytes: Buffer.from(value).toString('base64') }
    : isBufferJson(value)
      ? { $bytes: Buffer.from(value.data).toString('base64') }
      : value;

const isBufferJson = (value: unknown): value is { type: 'Buffer'; data: number[] } =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;

const restore = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && '$bytes' in value
    ? new Uint8Array(Buffer.from(String(value.$bytes), 'base64'))
    : value;
