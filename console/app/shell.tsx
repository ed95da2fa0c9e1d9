import { type ComponentChildren, Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Asking } from '../parts/asking.tsx';
import { Button } from '../parts/button.tsx';
import { Badge } from '../parts/figures.tsx';
import { Menu } from '../parts/menu.tsx';
import { switchTheme, THEMES, theme } from '../parts/theme.ts';
import { TimeBar, travels } from '../parts/time-bar.tsx';
import { Toasts } from '../parts/toasts.tsx';
import { logOut } from '../session/login.ts';
import { may, ownEmail } from '../session/person.ts';
import { remember } from '../session/remembered.ts';
import { type Area, areaAt, SECTIONS } from './areas.ts';
import { LANGUAGES, language, switchLanguage } from './language.ts';
import { arrivals, href, place } from './router.ts';
import { navigation, parts } from './texts.ts';

/** What can be switched between: programs of the merchant, or partnerships of the partner. */
export interface Switcher {
  readonly label: string;
  readonly chosen: string | undefined;
  readonly of: readonly { readonly key: string; readonly title: string }[];
  choose(key: string): void;
  /** A word about what is chosen, such as that it is a test program. */
  readonly note?: string | undefined;
}

/** A way to the other side of the product, for whoever is on both. */
export interface OtherSide {
  readonly to: string;
  readonly title: string;
}

/** Whose product this is for whoever looks at it: the merchant's, in its portal. */
export interface Brand {
  readonly name: string;
  readonly logo: string | null;
}

export interface ShellProps {
  readonly areas: readonly Area[];
  readonly switcher: Switcher;
  readonly other: OtherSide | undefined;
  readonly brand: Brand | undefined;
  readonly children: ComponentChildren;
  /** Logs the person out, where that is not the login's own doing. */
  readonly leave?: () => void;
}

const isShown = ({ scope, hidden }: Area): boolean => hidden !== true && (scope === undefined || may(scope));

/** The way to the areas that somebody may see. */
export const Navigation = ({ areas }: { readonly areas: readonly Area[] }) => {
  const current = areaAt(areas, place.value.path)?.area;
  const { areas: names, sections } = navigation.t;
  const shown = SECTIONS.map((section) => ({
    section,
    of: areas.filter((area) => area.section === section && isShown(area)),
  }));
  const filled = shown.filter(({ of }) => of.length > 0);
  return (
    <nav class="navigation" aria-label={parts.t.navigation}>
      {filled.map(({ section, of }) => (
        <div key={section} class="navigation-section">
          {filled.length > 1 ? <p class="navigation-head">{sections[section]}</p> : null}
          <ul>
            {of.map((area) => (
              <li key={area.name}>
                <a href={href(area.path)} aria-current={area === current ? 'page' : undefined}>
                  {names[area.name]}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
};

const ProgramSwitcher = ({ label, chosen, of, choose, note }: Switcher) =>
  of.length === 0 ? null : (
    <div class="switcher">
      {of.length === 1 ? (
        <p class="switcher-one">{of[0]?.title}</p>
      ) : (
        <label>
          <span class="unseen">{label}</span>
          <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
            {of.map(({ key, title }) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      {note === undefined ? null : <Badge kind="warning">{note}</Badge>}
    </div>
  );

/** Language and appearance: on every page, also before anybody has logged in. */
export const Preferences = () => (
  <div class="preferences">
    <label>
      {parts.t.language}
      <select
        value={language.value}
        onChange={(event) => {
          const to = LANGUAGES.find((each) => each === event.currentTarget.value);
          if (to !== undefined) void switchLanguage(to);
        }}
      >
        {LANGUAGES.map((each) => (
          <option key={each} value={each} lang={each}>
            {parts.t.languages[each]}
          </option>
        ))}
      </select>
    </label>
    <label>
      {parts.t.theme}
      <select
        value={theme.value}
        onChange={(event) => {
          const to = THEMES.find((each) => each === event.currentTarget.value);
          if (to !== undefined) switchTheme(to);
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {parts.t.themes[each]}
          </option>
        ))}
      </select>
    </label>
  </div>
);

const leaveHome = (): void => {
  remember('home', undefined);
  void logOut();
};

const PersonMenu = ({ other, leave }: { readonly other: OtherSide | undefined; readonly leave: () => void }) => (
  <div class="person">
    <Menu title={ownEmail.value} kind="plain" inPlace>
      <Preferences />
      {other === undefined ? null : <a href={other.to}>{other.title}</a>}
      <Button onClick={leave}>{parts.t.logOut}</Button>
    </Menu>
  </div>
);

const Product = ({ brand }: { readonly brand: Brand | undefined }) => (
  <a class={brand === undefined ? 'product' : 'product product-branded'} href={href('/')}>
    {brand === undefined ? (
      <img src="/favicon.svg" alt="" width="28" height="28" />
    ) : brand.logo === null ? null : (
      <img class="brand-logo" src={brand.logo} alt="" height="32" />
    )}
    {brand?.name ?? parts.t.product}
  </a>
);

/** The frame of every page: navigation, who is logged in, which program is shown, and the page itself. */
export const Shell = ({ areas, switcher, other, brand, children, leave = leaveHome }: ShellProps) => {
  const [open, setOpen] = useState(false);
  const arrival = arrivals.value;
  useEffect(() => setOpen(false), [arrival]);
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {parts.t.skip}
      </a>
      <header class="top">
        <Product brand={brand} />
        <span class="menu-button">
          <Button kind="plain" expanded={open} onClick={() => setOpen(!open)}>
            <span aria-hidden="true">☰</span> {parts.t.menu}
          </Button>
        </span>
        <div class={open ? 'side side-open' : 'side'}>
          <ProgramSwitcher {...switcher} />
          <Navigation areas={areas} />
          <PersonMenu other={other} leave={leave} />
        </div>
      </header>
      <main id="content" class="content" tabIndex={-1}>
        <Fragment key={travels.value}>{children}</Fragment>
      </main>
      <TimeBar />
      <Toasts />
      <Asking />
    </div>
  );
};
