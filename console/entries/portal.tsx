import { App } from '../app/app.tsx';
import { boot } from '../app/boot.tsx';
import { language } from '../app/language.ts';
import { loadLook, look, programName } from '../app/look.ts';
import { Nobody } from '../app/nobody.tsx';
import { PORTAL_AREAS } from '../app/portal-areas.ts';
import { AboveEveryPage, BelowEveryPage, loadTerms, portal } from '../app/portal-frame.tsx';
import type { Brand, OtherSide, Switcher } from '../app/shell.tsx';
import { parts } from '../app/texts.ts';
import { choosePartnership, meetPerson, ownPartnerships, ownPrograms, partnership } from '../session/person.ts';
import { remember } from '../session/remembered.ts';

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

const brand = (): Brand => ({
  name: programName.value,
  logo: look.value?.logo_url ?? null,
});

void boot({
  folder: '/portal',
  start: async () => {
    const { partnerships } = await meetPerson('partner');
    if (partnerships.length === 0) {
      return <Nobody title={() => parts.t.noPartnership} text={() => parts.t.noPartnershipText} other={other} />;
    }
    remember('home', '/portal/');
    await Promise.all([loadLook(), loadTerms(), portal.load(language.peek())]);
    return (
      <App
        areas={PORTAL_AREAS}
        switcher={switcher}
        other={other}
        brand={brand}
        above={<AboveEveryPage />}
        below={<BelowEveryPage />}
      />
    );
  },
});
