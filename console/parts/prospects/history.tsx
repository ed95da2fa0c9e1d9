import type { Gets } from '../../api/operations.ts';
import { actorText, useTeam } from '../definitions.ts';
import { moneyText } from '../figures.tsx';
import { PartnerName } from '../partner-name.tsx';
import { Timeline } from '../timeline.tsx';

export type HistoryEntry = Gets['/v2/leads/{lead}/history']['data']['items'][number];

interface ProspectHistoryProps {
  readonly of: readonly HistoryEntry[];
  readonly currency: string;
  /** What happened, in a word: `what` of the entry. */
  readonly words: Readonly<Record<string, string>>;
  readonly by: (who: string) => string;
  readonly zone: string;
}

/** What happened to a lead or deal: who, when, what and why. */
export const ProspectHistory = ({ of: entries, currency, words, by, zone }: ProspectHistoryProps) => {
  const team = useTeam();
  return (
    <Timeline
      zone={zone}
      of={entries.map(({ key, at, what, by: who, reason, amount, partnership_key }) => ({
        key,
        at,
        title: words[what] ?? what,
        text: (
          <>
            {what === 'assigned' && partnership_key !== null ? (
              <p>
                → <PartnerName of={partnership_key} />
              </p>
            ) : null}
            {amount === null ? null : <p>{moneyText(amount, currency)}</p>}
            {reason === null ? null : <p class="prose">{reason}</p>}
            <p class="muted small">{by(actorText(team.data, who))}</p>
          </>
        ),
      }))}
    />
  );
};
