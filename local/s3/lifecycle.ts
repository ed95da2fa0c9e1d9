import type { Ending } from '../buckets.ts';
import type { Stack } from '../contract.ts';
import { numberAt, objectAt, objectsAt, textAt } from '../values.ts';

const DAY_MS = 86_400_000;

/** When the lifecycle rules of the template end an object: at the midnight (UTC) that follows its last day, as S3 does. */
export function lifecycleEnds(stack: Stack): Ending {
  const rules = new Map(
    stack.ofType('AWS::S3::Bucket').map(({ id, properties }) => [
      id,
      objectsAt(objectAt(properties, 'LifecycleConfiguration'), 'Rules').flatMap((rule) => {
        const days = numberAt(rule, 'ExpirationInDays');
        return days === undefined || rule['Status'] !== 'Enabled'
          ? []
          : [{ days, prefix: textAt(rule, 'Prefix') ?? '' }];
      }),
    ]),
  );
  return (bucketId, key, modified) => {
    const ends = (rules.get(bucketId) ?? [])
      .filter(({ prefix }) => key.startsWith(prefix))
      .map(({ days }) => Math.ceil((modified.getTime() + days * DAY_MS) / DAY_MS) * DAY_MS);
    return ends.length === 0 ? undefined : Math.min(...ends);
  };
}
