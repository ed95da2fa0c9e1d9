import { useState } from 'preact/hooks';
import type { Plan, Tier, TierPreview } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { numberText } from '../../../parts/figures.tsx';
import { wholeList } from '../../../parts/list.ts';
import { Card, Page } from '../../../parts/page.tsx';
import { api, may } from '../../../session/person.ts';
import { changedProgram } from '../../../session/program.ts';
import { goalText } from './goals.ts';
import { ResetDialog } from './reset-dialog.tsx';
import { tiers } from './texts.ts';
import { DeleteTier, FirstTier, TierForm } from './tier-dialogs.tsx';
import './tiers.css';

interface Level extends Tier {
  /** How many active partners are in it; undefined for whoever may not see partners. */
  readonly partners: number | undefined;
}

interface Ladder {
  readonly levels: readonly Level[];
  readonly plan: Plan['limits'][number] | undefined;
}

/** A change that changes nothing tells how many are in each tier. */
const countsOf = async (levels: readonly Tier[]): Promise<TierPreview['tiers']> => {
  const [first] = levels;
  if (first === undefined || !may('partnerships:read')) return [];
  const change = { action: 'update', tier_key: first.key, minimum: first.minimum } as const;
  return (await api.post('/v2/tiers/preview', { query: { limit: 1 }, body: { change } })).tiers;
};

const readLadder = async (): Promise<Ladder> => {
  const [all, { limits }] = await Promise.all([
    everyItem((page) => api.get('/v2/tiers', { query: page }), { keyOf: ({ key }) => key }),
    api.get('/v2/plan'),
  ]);
  const levels = all.toSorted((one, other) => one.minimum - other.minimum);
  const counts = await countsOf(levels);
  return {
    levels: levels.map((tier) => ({
      ...tier,
      partners: counts.find(({ tier_key }) => tier_key === tier.key)?.before_count,
    })),
    plan: limits.find(({ kind }) => kind === 'tiers'),
  };
};

type Doing = { readonly what: 'create' | 'reset' } | { readonly what: 'change' | 'delete'; readonly tier: Level };

const columnsIn = (levels: readonly Level[], start: (doing: Doing) => void): readonly Column<Level>[] => {
  const { t } = tiers;
  const measurement = levels[0]?.measurement ?? 'lifetime_sales';
  const partners = ({ partners: count }: Level): string => (count === undefined ? '' : numberText(count));
  const columns: readonly Column<Level>[] = [
    { name: 'name', title: t.name, names: true, cell: ({ name }) => name, text: ({ name }) => name },
    {
      name: 'minimum',
      title: t.minimumOf[measurement],
      align: 'end',
      cell: ({ minimum }) => goalText(measurement, minimum),
      text: ({ minimum }) => minimum,
    },
    {
      name: 'partners',
      title: t.partners,
      align: 'end',
      cell: (level) => <a href={href(`/partners?tier=${level.key}`)}>{partners(level)}</a>,
      text: ({ partners: count }) => count ?? '',
    },
  ];
  if (!may('programs:write')) return columns;
  return [
    ...columns,
    {
      name: 'actions',
      title: t.actions,
      cell: (tier) => (
        <span class="row-actions">
          <Button kind="plain" label={t.changeTitle(tier.name)} onClick={() => start({ what: 'change', tier })}>
            {t.change}
          </Button>
          {tier.minimum === 0 && levels.length > 1 ? null : (
            <Button kind="plain" label={t.deleteNamed(tier.name)} onClick={() => start({ what: 'delete', tier })}>
              {t.delete}
            </Button>
          )}
        </span>
      ),
    },
  ];
};

interface DoingProps {
  readonly doing: Doing | undefined;
  readonly levels: readonly Level[];
  readonly close: () => void;
  readonly done: () => void;
}

const Dialogs = ({ doing, levels, close, done }: DoingProps) => {
  const [first] = levels;
  if (doing === undefined) return null;
  if (first === undefined) return <FirstTier close={close} done={done} />;
  const { measurement, movement } = first;
  switch (doing.what) {
    case 'create':
      return <TierForm measurement={measurement} close={close} done={done} />;
    case 'change':
      return <TierForm measurement={measurement} tier={doing.tier} close={close} done={done} />;
    case 'delete':
      return <DeleteTier tier={doing.tier} close={close} done={done} />;
    case 'reset':
      return <ResetDialog of={levels} measurement={measurement} movement={movement} close={close} done={done} />;
  }
};

const Terms = ({ of: first, reset }: { readonly of: Tier; readonly reset: () => void }) => {
  const { t } = tiers;
  return (
    <Card title={t.terms}>
      <dl class="tier-terms">
        <div>
          <dt>{t.measurement}</dt>
          <dd>{t.measurements[first.measurement]}</dd>
        </div>
        <div>
          <dt>{t.movement}</dt>
          <dd>
            {t.movements[first.movement]} <span class="muted">{t.movementTexts[first.movement]}</span>
          </dd>
        </div>
      </dl>
      {may('programs:write') ? (
        <>
          <p class="muted small">{t.resetWhy}</p>
          <div class="actions">
            <Button onClick={reset}>{t.reset}</Button>
          </div>
        </>
      ) : null}
    </Card>
  );
};

/** The tiers of the program: what they look at, from where each begins, and how many are in it. */
export const TiersPage = () => {
  const { t } = tiers;
  const [doing, setDoing] = useState<Doing>();
  const answered = useAnswer(readLadder, []);
  const { levels = [], plan } = answered.data ?? {};
  const full = plan !== undefined && plan.used >= plan.most;
  const close = (): void => setDoing(undefined);
  const done = (): void => {
    close();
    void answered.again();
    // What tiers look at is a setting of the program, which other areas show.
    api.get('/v2/programs').then(changedProgram, () => undefined);
  };
  const [first] = levels;
  const create = may('programs:write') ? (
    <Button kind="primary" disabled={answered.data === undefined || full} onClick={() => setDoing({ what: 'create' })}>
      {t.create}
    </Button>
  ) : undefined;
  const list =
    answered.data === undefined
      ? { ...answered, data: undefined }
      : { ...answered, data: { items: answered.data.levels, has_more: false } };
  return (
    <Page title={t.title} lead={t.lead} actions={create}>
      {first === undefined ? null : <Terms of={first} reset={() => setDoing({ what: 'reset' })} />}
      <DataTable
        name="tiers"
        caption={t.title}
        list={wholeList(list)}
        columns={columnsIn(levels, setDoing)}
        keyOf={({ key }) => key}
        empty={
          <EmptyState title={t.empty} action={create}>
            {t.emptyText}
          </EmptyState>
        }
      />
      {plan === undefined || levels.length === 0 ? null : (
        <p class={full ? 'note note-info' : 'muted small'}>
          {t.limit(numberText(plan.used), numberText(plan.most))} {full ? t.limitReached : null}
        </p>
      )}
      <Dialogs doing={doing} levels={levels} close={close} done={done} />
    </Page>
  );
};
