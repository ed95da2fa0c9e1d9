import type { ComponentChildren } from 'preact';
import { choosePartnership, meetPerson, ownPartnerships, ownPrograms, partnership } from '../session/person.ts';
import { HANDING_OVER } from '../session/portal-host.ts';
import { remember } from '../session/remembered.ts';
import { atHome } from '../session/settings.ts';
import { boot } from './boot.tsx';
import { loadLook } from './look.ts';
import { Nobody } from './nobody.tsx';
import { PORTAL_AREAS } from './portal-areas.ts';
import { loadTerms } from './portal-frame.tsx';
import { portalPages } from './portal-pages.tsx';
import { changeQuery, place } from './router.ts';
import type { OtherSide, Switcher } from './shell.tsx';
import { parts } from './texts.ts';

const switcher = (): Switcher => ({
  label: parts.t.program,
  chosen: partnership.value?.key,
  // Whoever has one partnership reads its name above already.
  of: ownPartnerships.value.length < 2 ? [] : ownPartnerships.value.map(({ key, name }) => ({ key, title: name })),
  choose: (key) => {
    choosePartnership(key);
    void loadLook();
    void loadTerms();
  },
});

const other = (): OtherSide | undefined =>
  ownPrograms.value.length === 0 ? undefined : { to: '/console/', title: parts.t.toConsole };

/** Shows the program that the address names, once: whoever comes from elsewhere means that one. */
const chooseNamed = (): void => {
  const named = place.value.query.get('program');
  if (named === null) return;
  const meant = ownPartnerships.value.find(({ program }) => program === named);
  if (meant !== undefined) choosePartnership(meant.key);
  void changeQuery({ program: undefined }, true);
};

const openPortal = async (): Promise<ComponentChildren> => {
  const { partnerships } = await meetPerson('partner');
  if (partnerships.length === 0) {
    return <Nobody title={() => parts.t.noPartnership} text={() => parts.t.noPartnershipText} other={other} />;
  }
  remember('home', '/portal/');
  chooseNamed();
  return portalPages({ switcher, other });
};

const show = async (): Promise<ComponentChildren> => {
  if (!(await atHome())) return (await import('./own-portal.tsx')).openOwnPortal();
  if (location.pathname === HANDING_OVER) return (await import('./handing-over.tsx')).handLoginOver();
  return openPortal();
};

/** Starts the portal. */
export const start = (entered: Promise<void>): Promise<void> =>
  boot({ folder: '/portal', areas: PORTAL_AREAS, show }, entered);
