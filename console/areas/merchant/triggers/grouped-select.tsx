import { useId } from 'preact/hooks';
import type { Option } from '../../../parts/filters.tsx';

interface GroupedSelectProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly set: (value: V) => void;
  readonly sections: readonly { readonly title: string; readonly options: readonly Option<V>[] }[];
}

/** One of many values, which stand under headings. */
export const GroupedSelect = <V extends string>({ label, value, set, sections }: GroupedSelectProps<V>) => {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(change) => {
          const all = sections.flatMap(({ options }) => options);
          const chosen = all.find((option) => option.value === change.currentTarget.value);
          if (chosen !== undefined) set(chosen.value);
        }}
      >
        {sections.map(({ title, options }) => (
          <optgroup key={title} label={title}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
};
