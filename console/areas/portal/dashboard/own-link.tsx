import type { Gets } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Card } from '../../../parts/page.tsx';
import { canShare, share } from '../../../parts/sharing.ts';
import { dashboard } from './texts.ts';

/** The partner's first link, to be copied at once. */
export const OwnLink = ({ links }: { readonly links: Gets['/v2/portal/links']['data'] }) => {
  const { t } = dashboard;
  const link = links.items.find(({ archived }) => !archived);
  if (link === undefined) {
    return (
      <Card title={t.link}>
        <EmptyState
          title={t.noLink}
          action={
            <LinkButton kind="primary" to={href('/links/new')}>
              {t.makeLink}
            </LinkButton>
          }
        >
          {t.noLinkText}
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card title={t.link} actions={<a href={href('/links')}>{t.toLinks}</a>}>
      <div class="copy-line">
        <code class="address">{link.url}</code>
        <CopyButton text={link.url} />
        {canShare() ? <Button onClick={() => void share(link.url)}>{t.share}</Button> : null}
      </div>
    </Card>
  );
};
