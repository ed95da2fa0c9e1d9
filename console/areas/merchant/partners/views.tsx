import { place } from '../../../app/router.ts';
import { Tabs } from '../../../parts/tabs.tsx';
import { may } from '../../../session/person.ts';
import { partners } from './texts.ts';

/** The lists of the area: partners as they stand, who wants to be one, and who was asked to be one. */
export const Views = () => {
  const { t } = partners;
  const { path, query } = place.value;
  const onList = path === '/partners' || path === '/partners/';
  const status = query.get('status') ?? '';
  return (
    <Tabs
      label={t.views}
      of={[
        { to: '/partners', title: t.all, current: onList && status === '' },
        { to: '/partners?status=active', title: t.active, current: onList && status === 'active' },
        ...(may('forms:read')
          ? [{ to: '/partners/requests', title: t.requests, current: path.startsWith('/partners/requests') }]
          : []),
        { to: '/partners?status=inactive', title: t.inactive, current: onList && status === 'inactive' },
        { to: '/partners/invitations', title: t.invitations, current: path.startsWith('/partners/invitations') },
      ]}
    />
  );
};
