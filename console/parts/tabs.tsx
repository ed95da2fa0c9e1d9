import { href } from '../app/router.ts';

interface Tab {
  /** A path of the app: every tab has an address of its own. */
  readonly to: string;
  readonly title: string;
  readonly current: boolean;
}

/** Parts of a page, each with an address of its own: links, so that reload and the way back work. */
export const Tabs = ({ label, of: tabs }: { readonly label: string; readonly of: readonly Tab[] }) => (
  <nav class="tabs" aria-label={label}>
    {tabs.map(({ to, title, current }) => (
      <a key={to} href={href(to)} aria-current={current ? 'page' : undefined}>
        {title}
      </a>
    ))}
  </nav>
);
