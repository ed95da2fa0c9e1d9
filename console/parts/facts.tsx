import type { ComponentChildren } from 'preact';
import './facts.css';

/** A name and what belongs to it; `undefined` and `null` leave it out. */
export type Fact = readonly [name: string, value: ComponentChildren];

/** What is known about something, each with its name. */
export const Facts = ({ of: facts }: { readonly of: readonly Fact[] }) => (
  <dl class="facts">
    {facts
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
