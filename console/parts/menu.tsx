import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface MenuProps {
  readonly title: ComponentChildren;
  readonly kind?: 'normal' | 'plain';
  /** Opens in its place instead of over the page. */
  readonly inPlace?: boolean;
  readonly children: ComponentChildren;
}

/** What opens below a button: Escape, a click elsewhere or going elsewhere with the keyboard closes it. */
export const Menu = ({ title, kind = 'normal', inPlace = false, children }: MenuProps) => {
  const own = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const { current } = own;
      if (current?.open === true && event.target instanceof Node && !current.contains(event.target))
        current.open = false;
    };
    document.addEventListener('click', close);
    document.addEventListener('focusin', close);
    return () => {
      document.removeEventListener('click', close);
      document.removeEventListener('focusin', close);
    };
  }, []);
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || own.current?.open !== true) return;
    event.stopPropagation();
    own.current.open = false;
    own.current.querySelector('summary')?.focus();
  };
  return (
    <details ref={own} class={inPlace ? 'menu menu-in-place' : 'menu'} onKeyDown={pressed}>
      <summary class={`button button-${kind}`}>{title}</summary>
      <div class="menu-body">{children}</div>
    </details>
  );
};
