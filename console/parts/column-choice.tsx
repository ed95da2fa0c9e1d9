import { useState } from 'preact/hooks';
import { parts } from '../app/texts.ts';
import { remember, remembered } from '../session/remembered.ts';
import { Menu } from './menu.tsx';

interface Choosable {
  readonly name: string;
  readonly title: string;
  readonly hidden?: boolean;
  readonly names?: boolean;
}

interface Choice<C> {
  readonly shown: readonly C[];
  isShown(name: string): boolean;
  toggle(name: string): void;
}

const standard = (columns: readonly Choosable[]): readonly string[] =>
  columns.filter(({ hidden }) => hidden !== true).map(({ name }) => name);

/** The columns that the person wants to see in this table, remembered in this browser. */
export const useShownColumns = <C extends Choosable>(table: string, columns: readonly C[]): Choice<C> => {
  const [names, setNames] = useState(() => remembered(`columns.${table}`)?.split(',') ?? standard(columns));
  const isShown = (name: string): boolean => names.includes(name);
  return {
    shown: columns.filter(({ name, names: always }) => always === true || isShown(name)),
    isShown,
    toggle: (name) => {
      const next = isShown(name) ? names.filter((each) => each !== name) : [...names, name];
      remember(`columns.${table}`, next.join(','));
      setNames(next);
    },
  };
};

interface ColumnChoiceProps<C> {
  readonly choice: Choice<C>;
  readonly columns: readonly Choosable[];
}

/** Chooses which columns a table shows. */
export const ColumnChoice = <C,>({ choice, columns }: ColumnChoiceProps<C>) => (
  <Menu title={parts.t.table.columns}>
    {columns
      .filter(({ names }) => names !== true)
      .map(({ name, title }) => (
        <label key={name} class="check">
          <input type="checkbox" checked={choice.isShown(name)} onChange={() => choice.toggle(name)} />
          {title}
        </label>
      ))}
  </Menu>
);
