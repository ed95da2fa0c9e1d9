import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { parts } from '../app/texts.ts';

export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly title: string;
}

interface FilterProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
}

interface SelectFilterProps extends FilterProps {
  readonly options: readonly Option[];
  /** What no choice is called, where it is not everything. */
  readonly none?: string;
  /** One of them is always chosen: there is no choice of all. */
  readonly needed?: boolean;
  /** What is chosen is long, such as a month and how it stands. */
  readonly wide?: boolean;
}

/** A filter of a table: one of several values, or all. */
export const SelectFilter = (props: SelectFilterProps) => {
  const { label, value, set, options, none = parts.t.table.all, needed = false, wide = false } = props;
  const id = useId();
  // Options that come later, perhaps beside one that is always there, make no filter wider: nothing beside it may move.
  const [late] = useState(options.length <= 1);
  return (
    <div class={`filter${late ? ' filter-late' : ''}${wide ? ' filter-wide' : ''}`}>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => set(event.currentTarget.value)}>
        {needed ? null : <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  );
};

const KINDS = { search: { type: 'search' }, date: { type: 'date' }, month: { type: 'month' } } as const;

const PAUSE_MS = 400;

/** A filter of a table: a text, which counts when the person pauses. */
export const TextFilter = ({
  label,
  value,
  set,
  type = 'search',
}: FilterProps & { readonly type?: keyof typeof KINDS }) => {
  const id = useId();
  const [text, setText] = useState(value);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(pause.current), []);
  return (
    <div class="filter">
      <label for={id}>{label}</label>
      <input
        id={id}
        {...KINDS[type]}
        value={text}
        onInput={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          clearTimeout(pause.current);
          pause.current = setTimeout(() => set(next), PAUSE_MS);
        }}
      />
    </div>
  );
};
