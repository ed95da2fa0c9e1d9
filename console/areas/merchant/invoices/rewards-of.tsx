import { useState } from 'preact/hooks';
import type { Invoice, InvoiceReward } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Button } from '../../../parts/button.tsx';
import { momentColumn, moneyColumn } from '../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { Badge } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { type PageQuery, useFilters, useList } from '../../../parts/list.ts';
import { PartnerName } from '../../../parts/partner-name.tsx';
import { RewardsBar } from '../../../parts/rewards/bulk.tsx';
import { DecideDialog } from '../../../parts/rewards/decide-dialog.tsx';
import { type Act, actsFor } from '../../../parts/rewards/decisions.ts';
import { descriptionText } from '../../../parts/rewards/description.ts';
import { rewards } from '../../../parts/rewards/texts.ts';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { invoices } from './texts.ts';

const STATES = ['counted', 'on_hold', 'declined'] as const;
const KINDS = { counted: 'good', on_hold: 'warning', declined: 'bad', elsewhere: 'neutral' } as const;

const keyOf = ({ key }: InvoiceReward): string => key;

interface Deciding {
  readonly act: Act;
  readonly entry: InvoiceReward;
}

/** Refunds are taken back whatever somebody decides about them. */
const isDecided = ({ type }: InvoiceReward): boolean => type !== 'clawback';

const Acts = ({ of: entry, decide }: { readonly of: InvoiceReward; readonly decide: (act: Act) => void }) => (
  <span class="actions actions-wrap">
    {actsFor(entry.reward.status)
      .filter((act) => act !== 'reassign')
      .map((act) => (
        <Button
          key={act}
          kind={act === 'decline' ? 'danger' : 'normal'}
          label={`${rewards.t.acts[act].name}: ${descriptionText(entry.reward)}, ${entry.reward.partner_key}`}
          onClick={() => decide(act)}
        >
          {rewards.t.acts[act].name}
        </Button>
      ))}
  </span>
);

const columnsIn = (invoice: Invoice, decide: (deciding: Deciding) => void): readonly Column<InvoiceReward>[] => {
  const { t } = invoices;
  const zone = settingsOfProgram().time_zone;
  const columns: readonly Column<InvoiceReward>[] = [
    {
      name: 'reward',
      title: t.reward,
      names: true,
      cell: ({ reward }) => <a href={href(`/rewards/${encodeURIComponent(reward.key)}`)}>{descriptionText(reward)}</a>,
      text: ({ reward }) => descriptionText(reward),
    },
    {
      name: 'partner',
      title: t.partner,
      cell: ({ partnership_key, reward }) => <PartnerName of={partnership_key} until={reward.partner_key} />,
      text: ({ reward }) => reward.partner_key,
    },
    { name: 'type', title: t.kind, cell: ({ type }) => t.types[type], text: ({ type }) => type, hidden: true },
    moneyColumn('amount', t.amount, ({ amount }) => ({ amount, currency: invoice.currency })),
    {
      name: 'state',
      title: t.status,
      cell: ({ state, type }) =>
        type === 'clawback' ? <Badge>{t.clawbacks}</Badge> : <Badge kind={KINDS[state]}>{t.states[state]}</Badge>,
      text: ({ state }) => state,
    },
    momentColumn('at', t.made, ({ created_at }) => created_at, { zone }),
  ];
  if (invoice.status !== 'in_review' || !may('rewards:write')) return columns;
  const acts: Column<InvoiceReward> = {
    name: 'acts',
    title: t.decide,
    cell: (entry) => (isDecided(entry) ? <Acts of={entry} decide={(act) => decide({ act, entry })} /> : null),
  };
  return [...columns, acts];
};

/** Everything in an invoice, one by one; while it is in review each can be decided about. */
export const RewardsOf = ({ invoice, changed }: { readonly invoice: Invoice; readonly changed: () => void }) => {
  const { t } = invoices;
  const [deciding, setDeciding] = useState<Deciding>();
  const filters = useFilters('partner', 'state');
  const { partner } = filters.values;
  const state = STATES.find((each) => each === filters.values.state);
  const ask = (page: PageQuery) =>
    api.get('/v2/invoices/{invoice}/rewards', {
      params: { invoice: invoice.key },
      query: {
        limit: page.limit,
        starting_after: page.starting_after,
        partnership_key: partner === '' ? undefined : partner,
        state,
      },
    });
  const list = useList(ask, { of: [partner, state], keyOf });
  const decided = (): void => {
    void list.answered.again();
    changed();
  };
  const open = invoice.status === 'in_review' && may('rewards:write');
  return (
    <>
      <DataTable
        name="invoice-rewards"
        caption={t.byReward}
        list={list}
        columns={columnsIn(invoice, setDeciding)}
        keyOf={keyOf}
        filters={
          <SelectFilter
            label={t.status}
            value={filters.values.state}
            set={(value) => filters.set('state', value)}
            options={STATES.map((value) => ({ value, title: t.states[value] }))}
          />
        }
        filtered={filters}
        selectable={isDecided}
        bulk={
          open
            ? (selected, clear) => (
                <RewardsBar
                  selected={selected.map(({ reward }) => reward)}
                  everything={async (seen) =>
                    (await everyItem(ask, { keyOf, seen })).filter(isDecided).map(({ reward }) => reward)
                  }
                  done={() => {
                    clear();
                    decided();
                  }}
                />
              )
            : undefined
        }
        empty={<EmptyState title={t.noLines}>{t.noLinesText}</EmptyState>}
      />
      {deciding === undefined ? null : (
        <DecideDialog
          act={deciding.act}
          reward={deciding.entry.reward}
          close={() => setDeciding(undefined)}
          done={() => {
            setDeciding(undefined);
            decided();
          }}
        />
      )}
    </>
  );
};
