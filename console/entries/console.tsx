import { App } from '../app/app.tsx';
import { boot } from '../app/boot.tsx';
import { MERCHANT_AREAS } from '../app/merchant-areas.ts';
import { Nobody } from '../app/nobody.tsx';
import type { OtherSide, Switcher } from '../app/shell.tsx';
import { parts } from '../app/texts.ts';
import { chooseProgram, meetPerson, ownPartnerships, ownPrograms, program } from '../session/person.ts';
import { loadProgram } from '../session/program.ts';
import { remember } from '../session/remembered.ts';

const switcher = (): Switcher => ({
  label: parts.t.program,
  chosen: program.value?.key,
  of: ownPrograms.value.map(({ key, name, merchant, mode }) => ({
    key,
    title: [
      merchant,
      merchant === name ? undefined : name,
      mode === 'test' && ownPrograms.value.length > 1 ? parts.t.testProgram : undefined,
    ]
      .filter((each) => each !== undefined)
      .join(' · '),
  })),
  choose: chooseProgram,
  note: program.value?.mode === 'test' ? parts.t.testProgram : undefined,
});

const other = (): OtherSide | undefined =>
  ownPartnerships.value.length === 0 ? undefined : { to: '/portal/', title: parts.t.toPortal };

void boot({
  folder: '/console',
  start: async () => {
    const { memberships } = await meetPerson('merchant');
    if (memberships.length === 0) {
      return <Nobody title={() => parts.t.noProgram} text={() => parts.t.noProgramText} other={other} />;
    }
    remember('home', '/console/');
    return <App areas={MERCHANT_AREAS} switcher={switcher} other={other} prepare={loadProgram} />;
  },
});
