import type { ComponentChildren } from 'preact';
import { ownHost } from '../session/hand-over.ts';
import { accountAddress, meetPartner, partnership } from '../session/person.ts';
import { settings } from '../session/settings.ts';
import { portal } from './portal-frame.tsx';
import { portalPages } from './portal-pages.tsx';
import { type OtherSide, Shell, type ShellProps, type Switcher } from './shell.tsx';
import { parts } from './texts.ts';

const nothing = () => undefined;
/** There is one program on this host. */
const switcher = (): Switcher => ({ label: parts.t.program, chosen: partnership.value?.key, of: [], choose: nothing });

const other = (): OtherSide => ({ to: accountAddress('/account'), title: portal.t.yourAccount });

const Frame = (props: ShellProps) => <Shell {...props} leave={() => void ownHost.logOut()} />;

/** The portal on a host of the merchant's own, for a partner whose login was handed over. */
export const openOwnPortal = async (): Promise<ComponentChildren> => {
  const { url } = await settings();
  await meetPartner(ownHost, url);
  return portalPages({ switcher, other, frame: Frame });
};
