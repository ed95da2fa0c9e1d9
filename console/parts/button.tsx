import type { ComponentChildren } from 'preact';

interface ButtonProps {
  readonly children: ComponentChildren;
  /** `primary` is the one thing to do on a page or in a dialog; `danger` is what hurts; `plain` looks like a link. */
  readonly kind?: 'primary' | 'normal' | 'danger' | 'plain';
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean | undefined;
  /** Under way: shown, and not to be pressed again. */
  readonly busy?: boolean | undefined;
  /** A name where the content is an image. */
  readonly label?: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly onClick?: (() => void) | undefined;
}

/** A button. What leads somewhere is a link: `<LinkButton>`, or `<a href={href(…)}>`. */
export const Button = (props: ButtonProps) => {
  const { children, kind = 'normal', type = 'button', busy = false } = props;
  return (
    <button
      class={`button button-${kind}`}
      type={type}
      disabled={props.disabled === true}
      aria-disabled={busy}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      onClick={busy ? undefined : props.onClick}
    >
      {children}
      {busy ? <span class="spinner" aria-hidden="true" /> : null}
    </button>
  );
};

interface LinkButtonProps {
  readonly children: ComponentChildren;
  readonly to: string;
  readonly kind?: 'primary' | 'normal' | 'plain';
}

/** A link that looks like a button, to an address. */
export const LinkButton = ({ children, to, kind = 'normal' }: LinkButtonProps) => (
  <a class={`button button-${kind}`} href={to}>
    {children}
  </a>
);
