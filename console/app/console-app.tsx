import type { ComponentChildren } from 'preact';
import { chooseProgram, meetPerson, ownPartnerships, ownPrograms, program } from '../session/person.ts';
import { loadProgram } from '../session/program.ts';
import { remember } from '../session/remembered.ts';
import { App } from './app.tsx';
import { boot } from './boot.tsx';
import { MERCHANT_AREAS } from './merchant-areas.ts';
import { Nobody } from './nobody.tsx';
import { programTitle } from './program-title.ts';
import type { OtherSide, Switcher } from './shell.tsx';
import { parts } from './texts.ts';

const switcher = (): Switcher => ({
  label: parts.t.program,
  chosen: program.value?.key,
  of: ownPrograms.value.map((one, _at, all) => ({
    key: one.key,
    title: programTitle(one, all, parts.t.testProgram),
  })),
  choose: chooseProgram,
  note: program.value?.mode === 'test' ? parts.t.testProgram : undefined,
});

const other = (): OtherSide | undefined =>
  ownPartnerships.value.length === 0 ? undefined : { to: '/portal/', title: parts.t.toPortal };

const show = async (): Promise<ComponentChildren> => {
  const { memberships } = await meetPerson('merchant');
  if (memberships.length === 0) {
    return <Nobody title={() => parts.t.noProgram} text={() => parts.t.noProgramText} other={other} />;
  }
  remember('home', '/console/');
  // Asked for before the frame is drawn, which takes its time; where it fails, the area says so.
  loadProgram().catch(() => undefined);
  return <App areas={MERCHANT_AREAS} switcher={switcher} other={other} prepare={loadProgram} />;
};

/** Starts the console. */
export const start = (entered: Promise<void>): Promise<void> =>
  boot({ folder: '/console', areas: MERCHANT_AREAS, show }, entered);
