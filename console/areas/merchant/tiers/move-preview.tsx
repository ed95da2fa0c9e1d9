import type { Posts, TierPreview } from '../../../api/operations.ts';
import { Answer, type Answered } from '../../../parts/answer.tsx';
import { numberText } from '../../../parts/figures.tsx';
import { PartnerName } from '../../../parts/partner-name.tsx';
import { tiers } from './texts.ts';

export type Change = Posts['/v2/tiers/preview']['body']['change'];

/** So many of those who move are named. */
export const MOST_SHOWN = 10;

interface MovesProps {
  readonly of: TierPreview;
  /** What the tier is called that does not exist yet. */
  readonly newName: string;
}

const Moves = ({ of: preview, newName }: MovesProps) => {
  const { t } = tiers;
  const names = new Map(preview.tiers.map(({ tier_key, name }) => [tier_key, name ?? newName]));
  const nameOf = (key: string | null): string => names.get(key) ?? newName;
  const moved = preview.up_count + preview.down_count;
  return (
    <div class="moves" role="status">
      <p>
        <strong>{moved === 0 ? t.nobodyMoves : t.moves(preview.up_count, preview.down_count)}</strong>
      </p>
      <ul class="moves-tiers">
        {preview.tiers.map(({ tier_key, before_count: before, after_count: after }) => (
          <li key={tier_key}>
            {nameOf(tier_key)}: {before === after ? numberText(after) : t.fromTo(numberText(before), numberText(after))}
          </li>
        ))}
      </ul>
      {preview.items.length === 0 ? null : (
        <ul class="moves-partners small">
          {preview.items.map(({ key, email, from_tier_key, to_tier_key }) => (
            <li key={key}>
              <PartnerName of={key} until={email} />: {t.fromTo(nameOf(from_tier_key), nameOf(to_tier_key))}
            </li>
          ))}
          {moved > preview.items.length ? <li class="muted">{t.andMore(moved - preview.items.length)}</li> : null}
        </ul>
      )}
      {preview.complete ? null : <p class="note note-warning">{t.notAll}</p>}
    </div>
  );
};

interface MovePreviewProps {
  readonly of: Answered<TierPreview | undefined>;
  readonly newName: string;
}

/** Who would move. */
export const MovePreview = ({ of: answered, newName }: MovePreviewProps) => (
  <Answer of={answered} lines={4}>
    {(preview) => (preview === undefined ? null : <Moves of={preview} newName={newName} />)}
  </Answer>
);
