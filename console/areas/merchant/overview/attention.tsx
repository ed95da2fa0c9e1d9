import type { Invoice } from '../../../api/operations.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { href } from '../../../app/router.ts';
import { dayIn } from '../../../parts/days.ts';
import { dayText, moneyText, numberText, periodText } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { overview } from './texts.ts';

/** Something that waits for a decision. */
interface Waiting {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  /** Where it is decided. */
  readonly to: string;
  readonly urgent?: boolean;
}

const MOST = 100;
const UNPAID = ['declined', 'overdue'] as const satisfies readonly Invoice['status'][];

interface Page {
  readonly items: readonly unknown[];
  readonly has_more: boolean;
}

const countOf = ({ items, has_more }: Page): string =>
  has_more ? overview.t.andMore(numberText(items.length)) : numberText(items.length);

const waitingOf = (page: Page, make: (count: string) => Waiting): readonly Waiting[] =>
  page.items.length === 0 ? [] : [make(countOf(page))];

const invoices = async (): Promise<readonly Waiting[]> => {
  const { t } = overview;
  const { items } = await api.get('/v2/invoices', { query: { limit: 12 } });
  return items.flatMap((invoice): readonly Waiting[] => {
    const [total, period] = [moneyText(invoice.total, invoice.currency), periodText(invoice.period)];
    const to = `/invoices/${invoice.key}`;
    if (invoice.status === 'in_review' && invoice.total > 0) {
      const ends = dayText(dayIn(invoice.review_ends_at, settingsOfProgram().time_zone));
      return [{ key: invoice.key, title: t.review(period), text: t.reviewText(ends, total), to }];
    }
    if (!UNPAID.some((status) => status === invoice.status)) return [];
    return [{ key: invoice.key, title: t.unpaid(period), text: t.unpaidText(total), to, urgent: true }];
  });
};

const applications = async (): Promise<readonly Waiting[]> => {
  const { t } = overview;
  const page = await api.get('/v2/applications', { query: { status: 'new', limit: MOST } });
  return waitingOf(page, (count) => ({
    key: 'applications',
    title: t.applications(count),
    text: t.applicationsText,
    to: '/partners/requests',
  }));
};

/** Leads that nobody has looked at yet. */
const leads = async (): Promise<readonly Waiting[]> => {
  const { t } = overview;
  const page = await api.get('/v2/leads', { query: { status: 'submitted', limit: MOST } });
  const to = '/leads?status=submitted';
  return waitingOf(page, (count) => ({ key: 'leads', title: t.leads(count), text: t.leadsText, to }));
};

/** Deals that are to be accepted, and moves of a partner that are to be confirmed. */
const deals = async (): Promise<readonly Waiting[]> => {
  const { t } = overview;
  const [registered, moves] = await Promise.all([
    api.get('/v2/deals', { query: { status: 'registered', limit: MOST } }),
    api.get('/v2/deals', { query: { to_confirm: true, limit: MOST } }),
  ]);
  return [
    ...waitingOf(registered, (count) => ({
      ...{ key: 'deals', title: t.deals(count), text: t.dealsText },
      to: '/deals?status=registered',
    })),
    ...waitingOf(moves, (count) => ({
      ...{ key: 'moves', title: t.moves(count), text: t.movesText },
      to: '/deals?waiting=to_confirm',
    })),
  ];
};

const held = async (): Promise<readonly Waiting[]> => {
  const { t } = overview;
  const page = await api.get('/v2/rewards', { query: { status: 'on_hold', limit: MOST } });
  return waitingOf(page, (count) => ({
    key: 'held',
    title: t.held(count),
    text: t.heldText,
    to: '/rewards?status=on_hold',
  }));
};

const payouts = async (): Promise<readonly Waiting[]> => {
  const { t } = overview;
  const page = await api.get('/v2/payouts', { query: { status: 'failed', limit: MOST } });
  return waitingOf(page, (count) => ({
    key: 'payouts',
    title: t.payouts(count),
    text: t.payoutsText,
    to: '/payouts?status=failed',
    urgent: true,
  }));
};

/** Everything that waits for the person, as far as the person may see it. */
export const everythingThatWaits = async (): Promise<readonly Waiting[]> => {
  const found = await Promise.all([
    may('billing:read') ? invoices() : [],
    may('forms:read') ? applications() : [],
    may('leads:read') ? leads() : [],
    may('deals:read') ? deals() : [],
    may('rewards:read') ? held() : [],
    may('billing:read') ? payouts() : [],
  ]);
  return found.flat();
};

/** What waits for somebody. */
export const Attention = ({ of: waiting }: { readonly of: readonly Waiting[] | ApiProblem }) => {
  const { t } = overview;
  if (waiting instanceof ApiProblem) {
    return (
      <Card title={t.waiting}>
        <ProblemNote problem={waiting} />
      </Card>
    );
  }
  return (
    <Card title={t.waiting}>
      {waiting.length === 0 ? (
        <p class="muted">{t.nothingWaits}</p>
      ) : (
        <ul class="tasks">
          {waiting.map(({ key, title, text, to, urgent = false }) => (
            <li key={key} class={urgent ? 'task task-urgent' : 'task'}>
              <a href={href(to)}>{title}</a>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
};
