import { place } from '../../../app/router.ts';
import { Tabs } from '../../../parts/tabs.tsx';
import { look } from './texts.ts';

/** The parts of the portal that the merchant makes. */
export const Views = () => {
  const { t } = look;
  const path = place.value.path.replace(/\/$/, '');
  const tab = (to: string, title: string) => ({ to, title, current: path === to });
  return (
    <Tabs
      label={t.views}
      of={[tab('/look', t.colours), tab('/look/welcome', t.welcome), tab('/look/pages', t.pages)]}
    />
  );
};
