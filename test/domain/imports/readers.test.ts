import fc from 'fast-check';
import { matchHeader } from '../../../domain/imports/columns.ts';
import { readCsv, textOf } from '../../../domain/imports/csv-table.ts';
import { FIRSTPROMOTER } from '../../../domain/imports/firstpromoter.ts';
import { PARTNERSTACK } from '../../../domain/imports/partnerstack.ts';
import { IMPORT_KINDS, IMPORT_SOURCES, type Reading } from '../../../domain/imports/records.ts';
import { REWARDFUL } from '../../../domain/imports/rewardful.ts';
import { readRow } from '../../../domain/imports/rows.ts';
import { type SystemApi, UnexpectedAnswer } from '../../../domain/imports/system.ts';
import { importFixture, readingsOf, systemFixture } from '../../support/import-fixtures.ts';

/** A reading in one word: its kind, id, and what matters of it. */
const brief = (reading: Reading): string => {
  if ('unread' in reading) return `${reading.kind} ${reading.line} ${reading.unread.reason}`;
  switch (reading.kind) {
    case 'partners':
      return `partner ${reading.email} ${reading.status} ${reading.group ?? '-'}`;
    case 'links':
      return `link ${reading.token} ${reading.destination ?? '-'}`;
    case 'coupons':
      return `coupon ${reading.code}`;
    case 'customers':
      return `customer ${reading.customer_key}`;
    case 'transactions':
      return `transaction ${reading.external_key} ${reading.amount} ${reading.currency}`;
    case 'rewards':
      return `reward ${reading.id} ${reading.amount} ${reading.currency} ${reading.state}`;
  }
};

const fileOf = (source: (typeof IMPORT_SOURCES)[number], kind: (typeof IMPORT_KINDS)[number], path: string) =>
  readingsOf(source, kind, importFixture(path)).map(brief);

describe('The readers of files', () => {
  it('read PartnerStack’s published columns of partners', () => {
    expect(fileOf('partnerstack', 'partners', 'partnerstack/partners.csv')).toEqual([
      'partner nina@roos.example active Launch',
      'partner omar@haddad.example active Resellers',
      'partner ida@berg.example pending Launch',
      'partner not an address active Launch',
    ]);
    const [nina] = readingsOf('partnerstack', 'partners', importFixture('partnerstack/partners.csv'));
    expect(nina).toMatchObject({
      ...{ line: 2, id: 'ninaroos', first_name: 'Nina', last_name: 'Roos', partner_key: 'ninaroos' },
      joined_at: Date.parse('2025-03-01'),
    });
  });

  it('read customers, transactions and rewards with their states', () => {
    expect(fileOf('partnerstack', 'customers', 'partnerstack/customers.csv')).toEqual([
      'customer acct-5521',
      'customer acct-5522',
      'customer acct-5523',
      'customers 5 test_data',
    ]);
    expect(fileOf('partnerstack', 'transactions', 'partnerstack/transactions.csv')).toEqual([
      'transaction tran_1 12000 GBP',
      'transaction tran_2 125050 GBP',
      'transaction tran_3 1000 USD',
      'transaction tran_4 1000 GBP',
    ]);
    expect(fileOf('partnerstack', 'rewards', 'partnerstack/rewards.csv')).toEqual([
      'reward rwrd_1 1200 GBP open',
      'reward rwrd_2 12505 GBP held',
      'reward rwrd_3 900 GBP paid',
      'reward rwrd_4 700 GBP cancelled',
      'reward rwrd_5 500 USD open',
      'reward rwrd_6 500 GBP open',
      'reward rwrd_7 500 GBP not_earned',
    ]);
  });

  it('take apart Rewardful’s rows of affiliates with their customers, and read amounts in cents', () => {
    expect(fileOf('rewardful', 'partners', 'rewardful/affiliates.csv').slice(0, 3)).toEqual([
      'partner vera@lind.example active -',
      'link vera -',
      'customer cus_R1',
    ]);
    expect(fileOf('rewardful', 'rewards', 'rewardful/commissions.csv').map((text) => text.slice(44))).toEqual([
      '1875 GBP open',
      '900 GBP paid',
    ]);
  });

  it('read FirstPromoter’s files with semicolons, and leave out what is no money', () => {
    expect(fileOf('firstpromoter', 'partners', 'firstpromoter/promoters.csv')).toEqual([
      'partner ann@promo.example active Default',
      'link ann7 -',
      'coupon ANN7',
      'partner bo@promo.example inactive Default',
      'link bo -',
    ]);
    expect(fileOf('firstpromoter', 'rewards', 'firstpromoter/commissions.csv')).toEqual([
      'reward 901 2500 GBP open',
      'reward 902 2500 GBP paid',
      'rewards 4 not_money',
      'reward 904 -500 GBP open',
    ]);
  });

  it('read a plain file of partners with tags, whole names and dates as somebody says they are meant', () => {
    const bytes = importFixture('csv/partners.csv');
    expect(readingsOf('csv', 'partners', bytes, { dateOrder: 'day_first' })).toMatchObject([
      {
        ...{ line: 2, email: 'jo@example.com', first_name: 'Jo "JJ"', last_name: 'Smith' },
        ...{ company: 'Smith & Sons', tags: ['vip', 'press'], joined_at: Date.parse('2025-01-31') },
      },
      { kind: 'links', token: 'jo-s' },
      { line: 5, email: 'mia@example.com', first_name: 'Mía' },
      { kind: 'links', token: 'mia' },
    ]);
    expect(readingsOf('csv', 'partners', bytes)[0]).toMatchObject({ unread: { reason: 'unreadable' } });
  });

  it('name what is wrong with a header', () => {
    expect(matchHeader('csv', 'partners', ['Name', 'name']).problems).toEqual([
      'The column name is there twice.',
      'There is no column email.',
    ]);
    expect(matchHeader('csv', 'rewards', ['id', 'amount', 'partner_email']).problems).toEqual([
      'There is no column status or is_paid.',
    ]);
    const paid = ['id', 'amount', 'partner_email', 'status'];
    expect(matchHeader('firstpromoter', 'rewards', paid).problems).toEqual(['There is no column is_paid.']);
    expect(matchHeader('csv', 'customers', ['email', 'favourite colour', 'partner']).unused).toEqual([
      'favourite colour',
      'partner',
    ]);
  });

  it('report a row that says too little, or in a word that nobody has explained', () => {
    const rows = (text: string, kind: (typeof IMPORT_KINDS)[number]) =>
      readingsOf('csv', kind, Buffer.from(text)).map((reading) =>
        'unread' in reading ? reading.unread : reading.kind,
      );
    expect(
      rows('id,partner_email,amount,status\n1,a@b.co,1,Zorp\n2,a@b.co,"1,234",due\n3,,1,due\n', 'rewards'),
    ).toEqual([
      { reason: 'status_unknown', detail: 'Nobody has told what the status "Zorp" means.' },
      { reason: 'unreadable', detail: 'amount: "1,234" can be read in no or in several ways.' },
      { reason: 'missing_value', detail: 'It names no partner.' },
    ]);
    expect(rows('email,slug\na@b.co,ok,too,many\n,x\n', 'partners')).toEqual([
      { reason: 'unreadable', detail: 'It has 4 cells, the header has 2.' },
      { reason: 'missing_value', detail: 'There is no email.' },
    ]);
  });

  it('lose no row of any file, whatever is in it', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('paid', 'due', '12.50', 'a@b.co', '2025-01-01', '-', 'x,y'));
    fc.assert(
      fc.property(
        fc.constantFrom(...IMPORT_SOURCES),
        fc.constantFrom(...IMPORT_KINDS),
        fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { maxLength: 20 }),
        (source, kind, written) => {
          const header = {
            partners: 'id,email,name,link,status,joined_at',
            links: 'partner_email,partner_key,token,link,destination,x',
            coupons: 'partner_email,code,a,b,c,d',
            customers: 'customer_key,email,partner_email,created_at,test,name',
            transactions: 'id,customer_key,amount,currency,created_at,test',
            rewards: 'id,partner_email,amount,status,created_at,description',
          }[kind];
          const lines = written.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
          const table = readCsv(textOf(Buffer.from([header, ...lines].join('\n'))));
          const { mapping } = matchHeader(source, kind, table.header);
          for (const row of table.rows) {
            const readings = readRow(kind, row, mapping, 6, { currency: 'GBP', dateOrder: 'iso' });
            expect(readings.length).toBeGreaterThan(0);
            expect(readings.every((reading) => reading.line === row.line)).toBe(true);
          }
        },
      ),
    );
  });
});

const SYSTEMS = { partnerstack: PARTNERSTACK, rewardful: REWARDFUL, firstpromoter: FIRSTPROMOTER } as const;

/** What a system's lists say, each wrapped as the system wraps it. */
const listsOf = (source: keyof typeof SYSTEMS, wrap: (items: unknown) => unknown): readonly string[] => {
  const system: SystemApi = SYSTEMS[source];
  const fixture = systemFixture(source);
  const itemsOf = (name: string): unknown => Object.getOwnPropertyDescriptor(fixture, name)?.value;
  return system.lists.flatMap((list) => {
    const body = wrap(itemsOf(list.name));
    const followed = list.follow(body).map((request) => {
      const id = decodeURIComponent(request.path.split('/').at(-1) ?? '');
      return wrap(Object.getOwnPropertyDescriptor(itemsOf('links'), id)?.value);
    });
    const context = { cursor: undefined, before: 0, followed, currency: 'GBP' };
    return list.read(body, context).readings.map(brief);
  });
};

describe('The readers of interfaces', () => {
  it('read PartnerStack’s lists, with the links of each partner', () => {
    expect(
      listsOf('partnerstack', (items) => ({ data: { items, has_more: false }, message: '', status: 200 })),
    ).toEqual([
      'partner nina@roos.example active Launch',
      'link ninaroos https://shop.example/start',
      'link nina-spring https://shop.example/spring',
      'partner omar@haddad.example active -',
      'link omar -',
      'partner gone@away.example inactive -',
      'link gone -',
      'customer acct-5521',
      'customer lee@shop.example',
      'customer acct-9999',
      'transaction partnerstack:tran_1 12000 GBP',
      'transaction partnerstack:tran_2 900 USD',
      'reward rwrd_7Yb2 1200 GBP open',
      'reward rwrd_7Yb3 500 GBP held',
      'reward rwrd_7Yb4 700 GBP paid',
      'reward rwrd_7Yb5 800 GBP unknown',
    ]);
  });

  it('read Rewardful’s lists, with a sale once for all its commissions', () => {
    expect(listsOf('rewardful', (data) => ({ pagination: { next_page: null }, data }))).toEqual([
      'partner vera@lind.example active Friends',
      'link vera https://www.shop.example/',
      'coupon VERA10',
      'partner max@stein.example inactive Friends',
      'customer cus_R1',
      'customers 2 visit_only',
      'transaction ch_R1 6250 GBP',
      'reward com-0001 1875 GBP open',
      'transaction ch_R1 6250 GBP',
      'reward com-0002 500 GBP cancelled',
    ]);
  });

  it.each([
    ['bare', (items: unknown) => items],
    ['wrapped', (data: unknown) => ({ data, meta: { pending_count: 0 } })],
  ])('read FirstPromoter’s lists, %s', (_title, wrap) => {
    expect(listsOf('firstpromoter', wrap)).toEqual([
      'partner ann@promo.example active Default',
      'link ann7 https://app.example/',
      'coupon ANN7',
      'partner bo@promo.example pending -',
      'customer user-801',
      'transaction evt-901 10000 GBP',
      'reward 901 2500 GBP open',
      'transaction evt-902 10000 GBP',
      'reward 902 2500 GBP paid',
      'rewards 3 not_money',
      'reward 904 100 GBP cancelled',
    ]);
  });

  it('follow the pages of each system', () => {
    const context = { cursor: undefined, before: 0, followed: [], currency: 'GBP' };
    const [, customers] = PARTNERSTACK.lists;
    const stack = { data: { items: [{ key: 'cus_1' }, { key: 'cus_2' }], has_more: true } };
    expect(customers?.read(stack, context).next).toBe('cus_2');
    expect(customers?.request('cus_2')).toEqual({
      path: '/customers',
      query: [
        ['limit', '100'],
        ['order_by', 'created_at'],
        ['starting_after', 'cus_2'],
      ],
    });
    const [affiliates] = REWARDFUL.lists;
    expect(affiliates?.read({ pagination: { next_page: 3 }, data: [] }, { ...context, cursor: '2' }).next).toBe('3');
    const [promoters] = FIRSTPROMOTER.lists;
    const full = Array.from({ length: 100 }, () => ({}));
    expect(promoters?.read(full, { ...context, cursor: '2' }).next).toBe('3');
    expect(promoters?.read(full.slice(1), { ...context, cursor: '2' }).next).toBeUndefined();
  });

  it.each(Object.entries(SYSTEMS))('of %s report items and refuse answers of another form', (_source, system) => {
    for (const list of system.lists) {
      const context = { cursor: undefined, before: 0, followed: [], currency: 'GBP' };
      for (const answer of [null, 'x', 3, { data: 'x' }, { data: { items: 5 } }]) {
        expect(() => list.read(answer, context)).toThrow(UnexpectedAnswer);
      }
    }
  });

  it('read anything that is put in place of an item without an error', () => {
    const item = fc.oneof(fc.jsonValue(), fc.record({ id: fc.string(), key: fc.string(), email: fc.jsonValue() }));
    const context = { cursor: undefined, before: 0, followed: [], currency: 'GBP' };
    fc.assert(
      fc.property(fc.array(item, { maxLength: 5 }), (items) => {
        for (const list of PARTNERSTACK.lists) list.read({ data: { items, has_more: false } }, context);
        for (const list of REWARDFUL.lists) list.read({ pagination: { next_page: null }, data: items }, context);
        for (const list of FIRSTPROMOTER.lists) list.read(items, context);
      }),
    );
  });
});
