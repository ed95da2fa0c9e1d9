import type { Creative } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { moved } from '../../../parts/order.ts';
import { Page } from '../../../parts/page.tsx';
import { SortableList } from '../../../parts/sortable-list.tsx';
import { tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { allCreatives } from './creatives.ts';
import { promo } from './texts.ts';

/** Writes the places that have changed. */
const keepOrder = async (creatives: readonly Creative[]): Promise<void> => {
  for (const [position, { key, position: before }] of creatives.entries()) {
    if (before === position) continue;
    await api.patch('/v2/creatives/{creative}', { params: { creative: key }, body: { position } });
  }
};

/** The order in which partners see the material. */
export const Order = () => {
  const { t } = promo;
  const answered = useAnswer(() => allCreatives(false), []);
  const move = (all: readonly Creative[], from: number, to: number): Promise<void> =>
    keepOrder(moved(all, from, to))
      .catch(tellProblem)
      .then(answered.again);
  return (
    <Page title={t.order} lead={t.orderLead} back={{ to: '/promo', title: t.title }}>
      <Answer of={answered} lines={8}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t.empty}>{t.emptyText}</EmptyState>
          ) : (
            <SortableList
              label={t.order}
              items={all}
              keyOf={({ key }) => key}
              nameOf={({ name }) => name}
              fixed={!may('programs:write')}
              move={(from, to) => void move(all, from, to)}
            >
              {({ name, kind }) => (
                <>
                  {name} <span class="muted small">{t.kinds[kind]}</span>
                </>
              )}
            </SortableList>
          )
        }
      </Answer>
    </Page>
  );
};
