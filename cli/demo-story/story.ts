import type { ApiClient } from '../replay/client.ts';
import type { ProgramFile, RetailEvent } from '../replay/files.ts';
import { IN_REVIEW_MS } from '../replay/run.ts';
import type { Story } from '../replay/story.ts';
import { type Aside, monthEnd } from '../replay/timeline.ts';
import { APPLICANTS, type Applicant, apply, askMore, openForm, reject } from './applications.ts';
import { clickAsides } from './clicks.ts';
import { addMaterial, addPage, dressPortal } from './material.ts';
import { giveCoupon, NOTES, nameHost, noteDown, setBilling, tickOff } from './office.ts';
import { peopleOf } from './people.ts';
import { type Plan, planOf, sellersOf } from './plan.ts';
import { DEALS, LEADS, move, openForms, type Prospect, submit } from './prospects.ts';

/** What happens in the office happens in this order. */
const OFFICE = 'office';
/** Visits end so long before the clock stops. */
const LAST_VISIT_MS = 5 * 60_000;

type Work = (at: number) => Promise<void>;

/** The times below are of a program whose clock stops here; those of another one are as far from where its clock stops. */
const STOPS = Date.parse('2011-06-03T09:00:00Z');
/** Nothing below is about a partner before this. */
const FIRST_NEWS = Date.parse('2011-04-01T00:00:00Z');

const FORMS_OPENED = '2011-05-22T12:00:00Z';
/** Partners have put the material on their pages by then. */
const MATERIAL_SHOWN = Date.parse('2011-05-01T00:00:00Z');

interface Task {
  readonly time: string;
  readonly work: Work;
}
const task = (time: string, work: Work): Task => ({ time, work });

const officeAside = ({ time, work }: Task, stops: number): Aside => {
  const at = Date.parse(time) + stops - STOPS;
  return { kind: 'aside', at, chains: [OFFICE], work: () => work(at) };
};

const prospectTasks = (api: ApiClient, kind: 'leads' | 'deals', one: Prospect, partner: string): readonly Task[] => [
  task(one.at, (at) => submit(api, kind, one, partner, at)),
  ...one.moves.map((step) => task(step.at, (at) => move(api, kind, one, step, at))),
];

/** Applicants open their forms long before they send them, so that nobody has to be waited for. */
const applicationTasks = (api: ApiClient): readonly Task[] => {
  const opened = new Map<string, ReturnType<typeof openForm>>();
  const open = (applicant: Applicant, at: number): ReturnType<typeof openForm> => {
    const form = opened.get(applicant.email) ?? openForm(api, applicant, at);
    opened.set(applicant.email, form);
    return form;
  };
  return [
    task(FORMS_OPENED, async (at) => {
      for (const applicant of APPLICANTS) await open(applicant, at);
    }),
    ...APPLICANTS.flatMap((applicant) => {
      const { email, rejected } = applicant;
      return [
        task(applicant.at, async (at) => apply(api, applicant, await open(applicant, at), at)),
        ...(rejected === undefined ? [] : [task(rejected.at, (at) => reject(api, email, rejected.reason, at))]),
      ];
    }),
  ];
};

/** What partners, applicants and the merchant's team do besides selling. */
const officeTasks = (api: ApiClient, sellers: readonly string[]): readonly Task[] => {
  const seller = (place: number): string => {
    const key = sellers[place];
    if (key === undefined) throw new Error('Too few partners have sold anything.');
    return key;
  };
  return [
    task('2010-11-29T09:00:00Z', (at) => setBilling(api, at)),
    task('2010-11-29T09:30:00Z', (at) => dressPortal(api, at)),
    task('2010-11-29T09:45:00Z', (at) => addPage(api, at)),
    task('2010-11-29T10:00:00Z', (at) => askMore(api, at)),
    ...['welcome_emails', 'partners_see_their_own', 'customer_benefit'].map((step) =>
      task('2010-11-30T09:00:00Z', (at) => tickOff(api, step, at)),
    ),
    task('2011-03-01T09:00:00Z', (at) => addMaterial(api, at)),
    task('2011-04-04T09:00:00Z', (at) => giveCoupon(api, 'SPRING10', seller(0), at)),
    task('2011-04-04T09:05:00Z', (at) => giveCoupon(api, 'TEATIME', seller(1), at)),
    task('2011-04-01T09:00:00Z', (at) => openForms(api, at)),
    task('2011-06-02T15:00:00Z', (at) => nameHost(api, at)),
    ...LEADS.flatMap((lead) => prospectTasks(api, 'leads', lead, seller(lead.partner))),
    ...DEALS.flatMap((deal) => prospectTasks(api, 'deals', deal, seller(deal.partner))),
    ...NOTES.map(({ partner, at: time, text }) => task(time, (at) => noteDown(api, seller(partner), text, at))),
    ...applicationTasks(api),
  ];
};

const stopsAt = (events: readonly RetailEvent[]): number =>
  monthEnd(Date.parse(events.at(-1)?.at ?? '1970-01-01T00:00:00Z')) + IN_REVIEW_MS;

/** Who clicks and signs up in the demo. */
export const planOfDemo = (file: ProgramFile, events: readonly RetailEvent[]): Plan =>
  planOf(file, events, stopsAt(events) - LAST_VISIT_MS);

/**
 * The story of the demo: who the partners are, who clicked and signed up, and what waits for the merchant. All of it is
 * made up, and none of it changes what the sales pay.
 */
export const demoStory = (file: ProgramFile, events: readonly RetailEvent[]): Story => {
  const stops = stopsAt(events);
  const plan = planOfDemo(file, events);
  const people = peopleOf(file.partners);
  const sellers = sellersOf(file, events, FIRST_NEWS + stops - STOPS);
  return {
    newcomers: new Set(plan.signUps.map(({ customer }) => customer)),
    about: (partner) => {
      const { slug: _, ...person } = people.get(partner) ?? { slug: '' };
      return person;
    },
    asides: async (api, before, clock) => {
      await api.call('PATCH', '/v2/programs', { destination_url: 'https://www.demo-shop.example/' });
      const office = officeTasks(api, sellers).map((each) => officeAside(each, stops));
      const clicks = await clickAsides(api, plan, people, { before, clock }, MATERIAL_SHOWN + stops - STOPS);
      return [...clicks, ...office];
    },
  };
};
