import { place } from '../../../app/router.ts';
import { Tabs } from '../../../parts/tabs.tsx';
import { connect } from './texts.ts';

/** What belongs to connecting a site. */
export const Views = () => {
  const { t } = connect;
  const path = place.value.path.replace(/\/$/, '');
  const tab = (to: string, title: string) => ({ to, title, current: path === to });
  return (
    <Tabs
      label={t.title}
      of={[
        tab('/connect', t.snippets),
        tab('/connect/test', t.test),
        tab('/connect/portal', t.portal),
        tab('/connect/domains', t.domains),
      ]}
    />
  );
};
