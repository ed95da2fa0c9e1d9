import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { arrivals, href } from '../app/router.ts';
import { parts } from '../app/texts.ts';
import { whereName } from '../session/person.ts';

interface PageProps {
  readonly title: string;
  /** A sentence below the title. */
  readonly lead?: ComponentChildren;
  /** Where the page belongs to: a path of the app, and its name. */
  readonly back?: { readonly to: string; readonly title: string };
  /** Buttons beside the title. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page: its title (also the document's), what can be done on it, and its content. It takes the focus on arrival. */
export const Page = ({ title, lead, back, actions, children }: PageProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const arrival = arrivals.value;
  useEffect(() => {
    if (arrival > 0) heading.current?.focus({ preventScroll: true });
  }, [arrival]);
  const where = whereName.value;
  useEffect(() => {
    document.title = [title, where, parts.t.product].filter((each) => each !== undefined).join(' · ');
  }, [title, where]);
  return (
    <article class="page">
      <header class="page-head">
        {back === undefined ? null : (
          <p class="back">
            <a href={href(back.to)}>← {back.title}</a>
          </p>
        )}
        <div class="page-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead === undefined ? null : <p class="lead">{lead}</p>}
        </div>
        {actions === undefined ? null : <div class="actions">{actions}</div>}
      </header>
      {children}
    </article>
  );
};

interface CardProps {
  readonly title?: string | undefined;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of a page with a heading of its own. */
export const Card = ({ title, actions, children }: CardProps) => (
  <section class="card" aria-label={title}>
    {title === undefined ? null : (
      <header class="card-head">
        <h2>{title}</h2>
        {actions}
      </header>
    )}
    {children}
  </section>
);
