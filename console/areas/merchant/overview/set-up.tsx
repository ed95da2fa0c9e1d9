import type { Gets } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { LinkButton } from '../../../parts/button.tsx';
import { Card } from '../../../parts/page.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { overview } from './texts.ts';

type Guide = Gets['/v2/guide']['data'];

/** How far the program is set up, as long as it is not. */
export const SetUp = ({ of: { done, total } }: { readonly of: Guide }) => {
  const { t } = overview;
  if (done === total) return null;
  return (
    <Card title={t.setUp}>
      <Progress label={t.setUpText} done={done} total={total} />
      <div class="actions">
        <LinkButton to={href('/guide')}>{t.setUpAction}</LinkButton>
      </div>
    </Card>
  );
};
