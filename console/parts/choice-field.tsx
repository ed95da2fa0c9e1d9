import { useEffect, useId, useState } from 'preact/hooks';
import { parts } from '../app/texts.ts';
import { FieldFrame, type FieldLook } from './field-frame.tsx';
import type { Option } from './filters.tsx';
import type { FieldOf } from './form.tsx';

interface ChoiceFieldProps extends FieldOf<readonly string[]>, FieldLook {
  /** All options, or a search for them. */
  readonly options: readonly Option[] | ((text: string) => Promise<readonly Option[]>);
  /** How many may be chosen; 1 makes it a choice of one. */
  readonly most?: number;
  /** Names of what is chosen already, where the options are searched for. */
  readonly names?: Readonly<Record<string, string>>;
}

const PAUSE_MS = 250;

const useFound = (options: ChoiceFieldProps['options'], text: string, open: boolean): readonly Option[] => {
  const [found, setFound] = useState<readonly Option[]>([]);
  useEffect(() => {
    if (!open) return undefined;
    if (typeof options !== 'function') {
      const wanted = text.trim().toLocaleLowerCase();
      setFound(options.filter(({ title }) => title.toLocaleLowerCase().includes(wanted)));
      return undefined;
    }
    let current = true;
    const pause = setTimeout(() => {
      options(text.trim()).then(
        (answered) => current && setFound(answered),
        () => current && setFound([]),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(pause);
    };
  }, [text, open, typeof options === 'function' ? undefined : options]);
  return found;
};

interface ChosenProps {
  readonly name: string;
  readonly remove: () => void;
}

const Chosen = ({ name, remove }: ChosenProps) => (
  <span class="chip">
    {name}
    <button type="button" aria-label={parts.t.form.removeChoice(name)} onClick={remove}>
      <span aria-hidden="true">✕</span>
    </button>
  </span>
);

interface FoundProps {
  readonly id: string;
  readonly label: string;
  readonly open: boolean;
  readonly found: readonly Option[];
  readonly active: Option | undefined;
  readonly choose: (option: Option) => void;
}

/** What was found below the input, which keeps the focus: keys are its. */
const Found = ({ id, label, open, found, active, choose }: FoundProps) => (
  <>
    {open && found.length === 0 ? (
      <p class="choice-list choice-none muted" role="status">
        {parts.t.form.nothingFound}
      </p>
    ) : null}
    <div id={id} class="choice-list" role="listbox" aria-label={label} hidden={!open || found.length === 0}>
      {found.map((option) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the input names the active option.
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the input.
        <div
          key={option.value}
          id={`${id}-${option.value}`}
          role="option"
          aria-selected={option === active}
          class="choice-option"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(option)}
        >
          {option.title}
        </div>
      ))}
    </div>
  </>
);

/** Several of many: what is typed is looked for, arrows and Enter choose, and each choice can be taken away again. */
export const ChoiceField = ({ value, set, options, most = Infinity, names = {}, ...field }: ChoiceFieldProps) => {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const [known, setKnown] = useState<Readonly<Record<string, string>>>({});
  const list = useId();
  const found = useFound(options, text, open).filter((option) => !value.includes(option.value));
  const active = found[Math.min(at, found.length - 1)];
  const nameOf = (chosen: string): string =>
    known[chosen] ??
    names[chosen] ??
    (typeof options === 'function' ? chosen : (options.find((each) => each.value === chosen)?.title ?? chosen));
  const choose = (option: Option): void => {
    setKnown({ ...known, [option.value]: option.title });
    set(most === 1 ? [option.value] : [...value, option.value].slice(0, most));
    setText('');
    setAt(0);
    setOpen(most > 1);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((at + step + found.length) % Math.max(found.length, 1));
    } else if (event.key === 'Enter' && open && active !== undefined) {
      event.preventDefault();
      choose(active);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'Backspace' && text === '' && value.length > 0) {
      set(value.slice(0, -1));
    }
  };
  return (
    <FieldFrame {...field}>
      {(tied) => (
        <div class="choice">
          <div class="choice-line">
            {value.map((chosen) => (
              <Chosen key={chosen} name={nameOf(chosen)} remove={() => set(value.filter((each) => each !== chosen))} />
            ))}
            <input
              {...tied}
              role="combobox"
              aria-expanded={open}
              aria-controls={list}
              aria-autocomplete="list"
              aria-activedescendant={open && active !== undefined ? `${list}-${active.value}` : undefined}
              autocomplete="off"
              value={text}
              onInput={(event) => {
                setText(event.currentTarget.value);
                setOpen(true);
                setAt(0);
              }}
              onFocus={() => setOpen(true)}
              onBlur={() => setOpen(false)}
              onKeyDown={pressed}
            />
          </div>
          <Found id={list} label={field.label} open={open} found={found} active={active} choose={choose} />
        </div>
      )}
    </FieldFrame>
  );
};
