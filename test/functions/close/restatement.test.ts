import type { Mark } from '../../../domain/earnings.ts';
import { untilUncontended } from '../../../functions/shared/retry.ts';
import { RESTATEMENT_CONFLICTS, restatement } from '../../../functions/shared/statements.ts';
import { addMark } from '../../../table/earnings.ts';
import { changeStanding, getStanding } from '../../../table/partnerships.ts';
import { earning, openBilling, PERIOD } from '../../support/billing.ts';
import { PROGRAM } from '../../support/setting.ts';

const rewardOf = (number: number): string => `rwd_txn_${String(number).padStart(26, '0')}.trg_0.1`;
const REVIEW = Date.parse('2026-02-03T09:00:00Z');

const openMonth = () => {
  const billing = openBilling({ fee_bps: 1000 });
  for (const name of ['part_anna', 'part_bert']) billing.addPartner(name);
  billing.earn(earning('part_anna', 1, [1000]), earning('part_anna', 2, [4000]), earning('part_bert', 3, [2000]));
  /** Writes marks with what they change, as the API for rewards does. */
  const mark = (...marks: readonly (Omit<Mark, 'at' | 'by'> & { readonly partnership: string })[]) =>
    untilUncontended(
      RESTATEMENT_CONFLICTS,
      () => 0,
      async () => {
        const made = marks.map(({ partnership, ...rest }, n) => ({
          partnership,
          mark: { ...rest, at: REVIEW + n, by: 'key_1' },
        }));
        const partnerships = [...new Set(made.map(({ partnership }) => partnership))];
        const writes = await restatement(
          billing.store,
          REVIEW,
          PROGRAM,
          PERIOD,
          partnerships.map((partnership) => ({
            partnership,
            marks: made.filter((each) => each.partnership === partnership).map((each) => each.mark),
          })),
        );
        const added = made.map((each, n) => addMark(each.partnership, PERIOD, `mrk_${each.mark.at}${n}`, each.mark));
        await billing.store.transact([...added, ...writes]);
      },
    );
  /** Plays the month and does something while its invoice is in review. */
  const inReview = async (act: () => Promise<void>) => {
    billing.onTime.act = async () => {
      if (billing.states.at(-1) !== 'WaitForEndOfReview') return;
      billing.onTime.act = async () => {};
      await act();
    };
    return billing.play();
  };
  return { ...billing, mark, inReview };
};

describe('A mark during the review', () => {
  it('changes the line and the total in the same write', async () => {
    const billing = openMonth();
    await billing.inReview(async () => {
      await billing.mark({
        partnership: 'part_anna',
        reward: rewardOf(2),
        action: 'decline',
        note: 'Returned by hand',
      });
      const books = await billing.books();
      expect(books.problems).toEqual([]);
      expect(books.invoices).toMatchObject([{ state: 'in_review', payables: 3000, fee: 300, total: 3300 }]);
    });
    const books = await billing.books();
    expect(books.problems).toEqual([]);
    expect(books.invoices).toMatchObject([{ state: 'paid', total: 3300, rewards: 2 }]);
    expect(billing.providers.leftTo('acct_part_anna')).toBe(1000);
  });

  it('may touch several partnerships at once and still changes the invoice once', async () => {
    const billing = openMonth();
    await billing.inReview(async () => {
      await billing.mark(
        { partnership: 'part_anna', reward: rewardOf(1), action: 'adjust', difference: -400 },
        { partnership: 'part_bert', reward: rewardOf(3), action: 'hold' },
      );
    });
    expect((await billing.books()).invoices).toMatchObject([{ payables: 4600, total: 5060, partnerships_positive: 1 }]);
  });

  it('gives the same in any order and interleaving', async () => {
    const billing = openMonth();
    await billing.inReview(async () => {
      await Promise.all([
        billing.mark({ partnership: 'part_anna', reward: rewardOf(1), action: 'hold' }),
        billing.mark({ partnership: 'part_bert', reward: rewardOf(3), action: 'adjust', difference: 50 }),
        billing.mark({ partnership: 'part_anna', reward: rewardOf(2), action: 'adjust', difference: -1 }),
      ]);
      const books = await billing.books();
      expect(books.problems).toEqual([]);
      expect(books.invoices).toMatchObject([{ payables: 3999 + 2050 }]);
    });
  });

  it('that takes everything off leaves nothing to charge', async () => {
    const billing = openMonth();
    const ended = await billing.inReview(async () => {
      await billing.mark(
        { partnership: 'part_anna', reward: rewardOf(1), action: 'decline' },
        { partnership: 'part_anna', reward: rewardOf(2), action: 'decline' },
        { partnership: 'part_bert', reward: rewardOf(3), action: 'decline' },
      );
    });
    expect(ended.state).toBe('NothingToCharge');
    expect((await billing.books()).invoices).toMatchObject([{ state: 'void', total: 0, fee: 0 }]);
  });
});

describe('A mark outside the review', () => {
  it('counts in the statement when it comes before the month is sealed', async () => {
    const billing = openMonth();
    await billing.mark({ partnership: 'part_anna', reward: rewardOf(1), action: 'decline' });
    await billing.play();
    expect((await billing.books()).statements).toMatchObject([{ payable: 4000 }, { payable: 2000 }]);
  });

  it('is tried again when the standing changes at the same moment', async () => {
    const billing = openMonth();
    let raced = false;
    const { transact } = billing.store;
    billing.store.transact = async (writes) => {
      if (!raced) {
        raced = true;
        const standing = await getStanding(billing.memory, 'part_anna');
        if (standing !== undefined) await billing.memory.write(changeStanding(standing, standing));
      }
      return transact(writes);
    };
    await billing.mark({ partnership: 'part_anna', reward: rewardOf(1), action: 'decline' });
    expect(raced).toBe(true);
  });

  it('is put off while the month is being closed', async () => {
    const billing = openMonth();
    await billing.close({ step: 'begin', program: PROGRAM, period: PERIOD, phase: 'close' });
    await expect(billing.mark({ partnership: 'part_anna', reward: rewardOf(1), action: 'hold' })).rejects.toMatchObject(
      {
        code: 'busy',
      },
    );
  });

  it('is refused when the invoice is final', async () => {
    const billing = openMonth();
    await billing.play();
    await expect(billing.mark({ partnership: 'part_anna', reward: rewardOf(1), action: 'hold' })).rejects.toMatchObject(
      {
        code: 'conflict',
        details: { reason: 'invoice_final' },
      },
    );
  });
});

describe('An invoice that is not the sum of its lines', () => {
  it('is never charged: the month stops for a person', async () => {
    const billing = openMonth();
    await billing.inReview(async () => {
      const id = `PART#part_anna | STMT#${PERIOD}`;
      const item = billing.memory.items.get(id);
      if (item !== undefined) billing.memory.items.set(id, { ...item, payable: 5001 });
    });
    expect(billing.states.at(-1)).toBe('MonthStopped');
    expect(billing.providers.charges.size).toBe(0);
  });
});
