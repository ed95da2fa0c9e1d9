import type { Invoice } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { actorText, useTeam } from '../../../parts/definitions.ts';
import { Card } from '../../../parts/page.tsx';
import { paymentReason } from '../../../parts/payment-reasons.ts';
import { Timeline } from '../../../parts/timeline.tsx';
import { api } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { invoices } from './texts.ts';

/** Who does what is done on its day, as the API names it. */
const CALENDAR = 'calendar';

/** What became of an invoice, and by whom. */
export const Log = ({ of: { key, updated_at } }: { readonly of: Invoice }) => {
  const { t } = invoices;
  const team = useTeam().data;
  const whoOf = (by: string): string => (by === CALENDAR ? t.byItself : parts.t.by(actorText(team, by)));
  const log = useAnswer(() => api.get('/v2/invoices/{invoice}/log', { params: { invoice: key } }), [key, updated_at]);
  return (
    <Card title={t.log}>
      <Answer of={log} lines={3}>
        {({ items }) => (
          <Timeline
            of={items.map(({ key: id, created_at, status, by, reason }) => ({
              key: id,
              at: created_at,
              title: t.statuses[status],
              text: [whoOf(by), paymentReason(reason)].filter((each) => each !== undefined).join(' · '),
            }))}
            zone={settingsOfProgram().time_zone}
          />
        )}
      </Answer>
    </Card>
  );
};
