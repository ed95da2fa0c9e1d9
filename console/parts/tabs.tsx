import { useEffect, useRef } from 'preact/hooks';
import { href } from '../app/router.ts';

interface Tab {
  /** A path of the app: every tab has an address of its own. */
  readonly to: string;
  readonly title: string;
  readonly current: boolean;
}

/** Parts of a page, each with an address of its own: links, so that reload and the way back work. */
export const Tabs = ({ label, of: tabs }: { readonly label: string; readonly of: readonly Tab[] }) => {
  const bar = useRef<HTMLElement>(null);
  const shown = tabs.find(({ current }) => current)?.to;
  useEffect(() => {
    // On a phone there are more tabs than fit: the one that is shown comes into sight.
    const tab = bar.current?.querySelector('[aria-current]')?.getBoundingClientRect();
    const frame = bar.current?.getBoundingClientRect();
    if (tab === undefined || frame === undefined) return;
    bar.current?.scrollBy({ left: tab.left - frame.left - (frame.width - tab.width) / 2 });
  }, [shown]);
  return (
    <nav ref={bar} class="tabs" aria-label={label}>
      {tabs.map(({ to, title, current }) => (
        <a key={to} href={href(to)} aria-current={current ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
};
