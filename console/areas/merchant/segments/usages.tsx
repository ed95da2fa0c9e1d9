import type { Gets } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Badge } from '../../../parts/figures.tsx';
import { segments } from './texts.ts';

export type Usage = Gets['/v2/segments/{segment}/usages']['data']['items'][number];

/** Everything that uses a segment, by what it is. */
export const Usages = ({ of: usages }: { readonly of: readonly Usage[] }) => {
  const { t } = segments;
  return usages.length === 0 ? (
    <p class="muted">{t.notUsed}</p>
  ) : (
    <ul class="lines">
      {usages.map(({ type, key, name, in_rules }) => (
        <li key={key}>
          <Badge kind="info">{t.usageTypes[type]}</Badge>{' '}
          {type === 'trigger' ? <a href={href(`/triggers/${key}`)}>{name}</a> : name}{' '}
          {in_rules ? <span class="muted">{t.inRules}</span> : null}
        </li>
      ))}
    </ul>
  );
};
