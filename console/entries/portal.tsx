import { App } from '../app/app.tsx';
import { boot } from '../app/boot.tsx';
import { Nobody } from '../app/nobody.tsx';
import { PORTAL_AREAS } from '../app/portal-areas.ts';
import type { OtherSide, Switcher } from '../app/shell.tsx';
import { parts } from '../app/texts.ts';
import { choosePartnership, meetPerson, ownPartnerships, ownPrograms, partnership } from '../session/person.ts';
import { remember } from '../session/remembered.ts';

const switcher = (): Switcher => ({
  label: parts.t.program,
  chosen: partnership.value?.key,
  of: ownPartnerships.value.map(({ key, name }) => ({ key, title: name })),
  choose: choosePartnership,
});

const other = (): OtherSide | undefined =>
  ownPrograms.value.length === 0 ? undefined : { to: '/console/', title: parts.t.toConsole };

void boot({
  folder: '/portal',
  start: async () => {
    const { partnerships } = await meetPerson('partner');
    if (partnerships.length === 0) {
      return <Nobody title={() => parts.t.noPartnership} text={() => parts.t.noPartnershipText} other={other} />;
    }
    remember('home', '/portal/');
    return <App areas={PORTAL_AREAS} switcher={switcher} other={other} />;
  },
});
