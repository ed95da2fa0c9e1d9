import type { Program } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { ConfirmDialog, Dialog } from '../../../parts/dialog.tsx';
import { moneyText, percentText } from '../../../parts/figures.tsx';
import { Timeline } from '../../../parts/timeline.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import type { ListedOffer } from './offer-values.ts';
import { offerText } from './offer-words.ts';
import { offers } from './texts.ts';

interface EndDialogProps {
  readonly offer: ListedOffer;
  readonly close: () => void;
  readonly changed: () => unknown;
}

/** Ends an offer: what it made stays. */
export const EndDialog = ({ offer, close, changed }: EndDialogProps) => {
  const { t } = offers;
  const end = async (): Promise<void> => {
    await api.delete('/v2/offers/{offer}', { params: { offer: offer.key } });
    tell(t.ended);
    await changed();
  };
  return (
    <ConfirmDialog title={t.endTitle(offer.name)} action={t.end} hurts close={close} confirm={end}>
      <p>{t.endText}</p>
      {offer.audience.type === 'group' ? null : <p>{t.endsForOthers}</p>}
    </ConfirmDialog>
  );
};

const MOST_VERSIONS = 100;

interface VersionsDialogProps {
  readonly offer: ListedOffer;
  readonly program: Program;
  readonly close: () => void;
}

/** What an offer promised before, and since when. */
export const VersionsDialog = ({ offer, program, close }: VersionsDialogProps) => {
  const { t } = offers;
  const versions = useAnswer(
    () =>
      api.get('/v2/offers/{offer}/versions', {
        params: { offer: offer.key },
        query: { limit: MOST_VERSIONS },
      }),
    [offer.key],
  );
  const figures = { money: (amount: number) => moneyText(amount, program.currency), percent: percentText };
  return (
    <Dialog title={t.versionsOf(offer.name)} close={close}>
      <p class="muted">{t.versionsLead}</p>
      <Answer of={versions} lines={4}>
        {({ items }) => (
          <Timeline
            zone={program.time_zone}
            of={items.map((each) => ({
              key: String(each.version),
              at: each.active_from,
              title: `${t.version(each.version)}: ${offerText(each, t, figures)}`,
              text: each.offer.description,
            }))}
          />
        )}
      </Answer>
    </Dialog>
  );
};
