import type { TierPreview } from '../../../api/operations.ts';
import { type Answered, useAnswer } from '../../../parts/answer.tsx';
import { useSettled } from '../../../parts/settled.ts';
import { api } from '../../../session/person.ts';
import { type Change, MOST_SHOWN } from './move-preview.tsx';

/** Who would move by a change, asked for when the person pauses; undefined while the change is not complete. */
export const usePreview = (change: Change | undefined): Answered<TierPreview | undefined> => {
  const settled = useSettled(JSON.stringify(change ?? null));
  return useAnswer(
    async () =>
      change === undefined
        ? undefined
        : api.post('/v2/tiers/preview', { query: { limit: MOST_SHOWN }, body: { change } }),
    [settled],
  );
};
