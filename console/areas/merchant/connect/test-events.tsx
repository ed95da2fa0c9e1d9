import { useEffect, useState } from 'preact/hooks';
import type { Link, Partnership, Posts, TestEvent } from '../../../api/operations.ts';
import { type ApiProblem, problemFrom } from '../../../api/problem.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { MoneyField, SelectField } from '../../../parts/fields.tsx';
import { Badge, moneyText } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { PartnerName } from '../../../parts/partner-name.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Arithmetic } from '../../../parts/rules/explained.tsx';
import { tellProblem } from '../../../parts/toasts.tsx';
import { api, may, program } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { stepWords } from './step-words.ts';
import { connect } from './texts.ts';
import { Views } from './views.tsx';

const PAUSE_MS = 700;
const KINDS = { done: 'good', waiting: 'info', failed: 'bad' } as const;
const STANDARD_AMOUNT = 4900;
/** What a customer does after that. */
const NEXT = { click: 'sign_up', sign_up: 'transaction', transaction: 'refund', refund: undefined } as const;

type Body = Posts['/v2/test-events']['body'];

/** The test events of one customer, one after the other; what is waited for is asked for again. */
const useChain = () => {
  const [events, setEvents] = useState<readonly TestEvent[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const put = (event: TestEvent): void =>
    setEvents((before) =>
      before.some(({ key }) => key === event.key)
        ? before.map((each) => (each.key === event.key ? event : each))
        : [...before, event],
    );
  const waiting = events.find(({ settled }) => !settled);
  useEffect(() => {
    if (waiting === undefined) return undefined;
    let current = true;
    const pause = setTimeout(() => {
      api.get('/v2/test-events/{test_event}', { params: { test_event: waiting.key } }).then(
        // Another object each time, so that one that has not moved is asked for again.
        (next) => current && put({ ...next }),
        (thrown: unknown) => current && setProblem(problemFrom(thrown)),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(pause);
    };
  }, [waiting]);
  const send = async (body: Body): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      put(await api.post('/v2/test-events', { body }));
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    } finally {
      setBusy(false);
    }
  };
  return { events, problem, send, busy: busy || waiting !== undefined, clear: () => setEvents([]) };
};

const Result = ({ of: event }: { readonly of: TestEvent }) => {
  const { t } = connect;
  const { currency } = settingsOfProgram();
  const money = (amount: number): string => moneyText(amount, currency);
  return (
    <Card title={t.types[event.type]}>
      <ol class="test-steps" aria-live="polite">
        {event.steps.map((each) => (
          <li key={each.step}>
            <Badge kind={KINDS[each.state]}>{t.states[each.state]}</Badge> <strong>{t.steps[each.step]}</strong>{' '}
            <span class="muted">{stepWords(t.explained, each, event)}</span>
          </li>
        ))}
      </ol>
      {event.url === null || event.type !== 'click' ? null : (
        <p class="small">
          {t.ledTo} <span class="address">{event.url}</span>
        </p>
      )}
      {event.attribution === null ? null : (
        <p>
          {t.credited} <PartnerName of={event.attribution.partnership_key} until={event.attribution.partner_key} />
        </p>
      )}
      {event.triggers.map(({ trigger_key, name, rewarded, turned_away }) => (
        <p key={trigger_key}>
          <Badge kind={rewarded ? 'good' : 'neutral'}>{rewarded ? t.rewarded : t.notRewarded}</Badge> {name}
          {turned_away === null ? null : <span class="muted"> ({t.turnedAway[turned_away]})</span>}
        </p>
      ))}
      {event.rewards.map(({ reward_key, amount, arithmetic }) => (
        <div key={reward_key}>
          <a href={href(`/rewards/${reward_key}`)}>{t.reward(money(amount))}</a>
          <Arithmetic of={arithmetic} />
        </div>
      ))}
      {event.clawbacks.map(({ reward_key, amount }) => (
        <p key={reward_key}>{t.takenBack(money(amount))}</p>
      ))}
    </Card>
  );
};

const Sender = ({ links }: { readonly links: readonly Link[] }) => {
  const { t } = connect;
  const { currency } = settingsOfProgram();
  const chain = useChain();
  const [link, setLink] = useState(links[0]?.key ?? '');
  const [amount, setAmount] = useState<number | undefined>(STANDARD_AMOUNT);
  const last = chain.events.at(-1);
  const next = last === undefined ? 'click' : NEXT[last.type];
  const send = (): void => {
    const after = last === undefined ? {} : { after: last.key };
    if (next === 'click') void chain.send({ type: next, link_key: link });
    else if (next === 'transaction') void chain.send({ type: next, ...after, amount: amount ?? STANDARD_AMOUNT });
    else if (next !== undefined) void chain.send({ type: next, ...after });
  };
  return (
    <div class="stack">
      <Card title={t.send}>
        <div class="form">
          {last === undefined ? (
            <SelectField
              name="link"
              label={t.link}
              value={link}
              set={setLink}
              problem={undefined}
              options={links.map(({ key, url }) => ({ value: key, title: url }))}
            />
          ) : null}
          {next === 'transaction' ? (
            <MoneyField
              name="amount"
              label={t.amount}
              value={amount}
              set={setAmount}
              problem={undefined}
              currency={currency}
            />
          ) : null}
          <div class="actions">
            {next === undefined ? (
              <p class="muted">{t.finished}</p>
            ) : (
              <Button kind="primary" busy={chain.busy} onClick={send}>
                {t.sendOf[next]}
              </Button>
            )}
            {last === undefined ? null : <Button onClick={chain.clear}>{t.restart}</Button>}
          </div>
        </div>
        {chain.problem === undefined ? null : <ProblemNote problem={chain.problem} />}
      </Card>
      {chain.events.map((event) => (
        <Result key={event.key} of={event} />
      ))}
    </div>
  );
};

const Live = () => {
  const { t } = connect;
  return (
    <EmptyState title={t.live} action={<LinkButton to={href('/connect')}>{t.snippets}</LinkButton>}>
      {t.liveText}
    </EmptyState>
  );
};

/** What can be clicked, and who could have a link where nothing can. */
const ready = async () => {
  const { items: links } = await api.get('/v2/links', { query: { limit: 100 } });
  const { items: partners } =
    links.length > 0 ? { items: [] } : await api.get('/v2/partnerships', { query: { limit: 1 } });
  return { links, partner: partners[0] };
};

const NoLink = ({
  partner,
  again,
}: {
  readonly partner: Partnership | undefined;
  readonly again: () => Promise<void>;
}) => {
  const { t } = connect;
  const [busy, setBusy] = useState(false);
  const make = async (key: string): Promise<void> => {
    setBusy(true);
    await api.post('/v2/links', { body: { partnership_key: key } }).catch(tellProblem);
    await again();
    setBusy(false);
  };
  return partner === undefined ? (
    <EmptyState title={t.noLink} action={<LinkButton to={href('/partners/new')}>{t.addPartner}</LinkButton>}>
      {t.noPartnerText}
    </EmptyState>
  ) : (
    <EmptyState
      title={t.noLink}
      action={
        <Button kind="primary" busy={busy} onClick={() => void make(partner.key)}>
          {t.makeLink}
        </Button>
      }
    >
      {t.noLinkText(partner.partner_key ?? partner.key)}
    </EmptyState>
  );
};

const InTest = () => {
  const answered = useAnswer(ready, []);
  return (
    <Answer of={answered} lines={8}>
      {({ links, partner }) =>
        links.length === 0 ? <NoLink partner={partner} again={answered.again} /> : <Sender links={links} />
      }
    </Answer>
  );
};

/** Sends a click, a sign-up, a sale and a refund, and shows what comes of each, step by step. */
export const TestEvents = () => {
  const { t } = connect;
  return (
    <Page title={t.test} lead={t.testLead}>
      <Views />
      {program.value?.mode === 'live' ? (
        <Live />
      ) : may('sales:write') ? (
        <InTest />
      ) : (
        <EmptyState title={t.notAllowed}>{t.notAllowedText}</EmptyState>
      )}
    </Page>
  );
};
