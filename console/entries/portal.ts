import { byLogin, enter } from '../app/enter.ts';
import { atHome } from '../session/settings.ts';

/** On a host of a merchant's own the login is handed over; what that takes is loaded there only. */
const find = async () => {
  if (await atHome()) return byLogin();
  const { portalOf } = await import('../session/portal-host.ts');
  if ((await portalOf(location.hostname)) === undefined) return byLogin();
  return (await import('../session/hand-over.ts')).ownHost;
};

void enter(() => import('../app/portal-app.tsx'), find);
