import { useState } from 'preact/hooks';
import type { SegmentExpression, SegmentPreview, Tag } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { nameIn } from '../../../parts/definitions.ts';
import { numberText } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { NamedPartner } from '../../../parts/partner-name.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { useSettled } from '../../../parts/settled.ts';
import { Skeleton } from '../../../parts/skeleton.tsx';
import { api } from '../../../session/person.ts';
import { segments } from './texts.ts';

const [FEW, MANY] = [10, 100];

const People = ({ of: { items, has_more }, more }: { readonly of: SegmentPreview; readonly more: () => void }) => {
  const { t } = segments;
  return (
    <>
      <ul class="lines">
        {items.map((partner) => (
          <li key={partner.key}>
            <NamedPartner of={partner} />
          </li>
        ))}
      </ul>
      {has_more ? (
        <div class="actions">
          <Button onClick={more}>{t.more}</Button>
        </div>
      ) : null}
    </>
  );
};

const Overlaps = ({
  of: { overlaps, count },
  tags,
}: {
  readonly of: SegmentPreview;
  readonly tags: readonly Tag[] | undefined;
}) => {
  const { t } = segments;
  if (overlaps.length === 0) return <p class="muted">{t.noOverlap}</p>;
  return (
    <ul class="lines">
      {overlaps.map((overlap) => (
        <li key={overlap.segment_key}>
          <a href={href(`/segments/${overlap.segment_key}`)}>{overlap.name}</a>
          <p>{t.overlap(overlap.shared_count, count, overlap.count)}</p>
          <p class="muted small">
            {t.sharedTags(overlap.shared_tags.map((tag) => t.quoted(nameIn(tags, tag))).join(', '))}
          </p>
        </li>
      ))}
    </ul>
  );
};

interface PreviewProps {
  /** Undefined while nothing is said yet. */
  readonly match: SegmentExpression | undefined;
  /** The segment that is edited. */
  readonly segment: string | undefined;
  readonly tags: readonly Tag[] | undefined;
}

/** Who is in what is being built, how many, and whom it shares with other segments: anew at each pause. */
export const Preview = ({ match, segment, tags }: PreviewProps) => {
  const { t } = segments;
  const [limit, setLimit] = useState(FEW);
  const settled = useSettled(match === undefined ? '' : JSON.stringify(match));
  const answered = useAnswer(
    async () =>
      match === undefined
        ? undefined
        : api.post('/v2/segments/preview', {
            query: { limit },
            body: { match, ...(segment === undefined ? {} : { segment_key: segment }) },
          }),
    [settled, limit, segment],
  );
  const { data, problem, waiting } = answered;
  const busy = waiting || settled !== (match === undefined ? '' : JSON.stringify(match));
  if (match === undefined) {
    return (
      <Card title={t.preview}>
        <p class="muted">{t.previewEmpty}</p>
      </Card>
    );
  }
  return (
    <>
      <Card title={t.preview}>
        {problem === undefined ? null : <ProblemNote problem={problem} again={answered.again} />}
        {data === undefined ? (
          problem === undefined ? (
            <Skeleton lines={6} />
          ) : null
        ) : (
          <div aria-busy={busy} class="lines">
            <p role="status">
              <span class="segment-count">{numberText(data.count)}</span> {t.activePartners(data.count)}
            </p>
            {data.inactive_count === 0 ? null : <p class="muted">{t.inactiveToo(data.inactive_count)}</p>}
            <People of={data} more={() => setLimit(MANY)} />
          </div>
        )}
      </Card>
      <Card title={t.overlaps}>
        <p class="muted small">{t.overlapsText}</p>
        {data === undefined ? <Skeleton lines={2} /> : <Overlaps of={data} tags={tags} />}
      </Card>
    </>
  );
};
