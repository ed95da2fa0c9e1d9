import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { parts } from '../app/texts.ts';
import { Button } from './button.tsx';

interface SortableListProps<Item> {
  /** What is listed, for people who do not see the page. */
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly nameOf: (item: Item) => string;
  readonly move: (from: number, to: number) => void;
  /** Shown in its order, which nobody may change. */
  readonly fixed?: boolean;
  readonly children: (item: Item, at: number) => ComponentChildren;
}

interface Drag {
  readonly from: number;
  readonly to: number;
}

/** Which place the pointer is over: a list is as long as its items are high. */
const placeAt = (list: HTMLElement, y: number): number => {
  const rows = [...list.children].map((row) => row.getBoundingClientRect());
  const found = rows.findIndex(({ bottom }) => y < bottom);
  return found === -1 ? rows.length - 1 : found;
};

const useDrag = (move: (from: number, to: number) => void) => {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const begin = (from: number): void => {
    let to = from;
    setDrag({ from, to });
    const over = (event: PointerEvent): void => {
      if (list.current === null) return;
      to = placeAt(list.current, event.clientY);
      setDrag({ from, to });
    };
    const end = (event: Event): void => {
      removeEventListener('pointermove', over);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
      setDrag(undefined);
      if (event.type === 'pointerup' && to !== from) move(from, to);
    };
    addEventListener('pointermove', over);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  };
  return { list, drag, begin };
};

const lookOf = (at: number, drag: Drag | undefined): string => {
  if (drag === undefined) return 'sortable-item';
  if (at === drag.from) return 'sortable-item sortable-dragged';
  if (at !== drag.to) return 'sortable-item';
  return `sortable-item ${drag.to > drag.from ? 'sortable-after' : 'sortable-before'}`;
};

/**
 * A list that people put into order: by dragging a handle, with the arrow keys on it, or with two buttons. Each move
 * is said aloud, and the focus stays with what was moved.
 */
export const SortableList = <Item,>(props: SortableListProps<Item>) => {
  const { label, items, keyOf, nameOf, move, fixed = false, children } = props;
  const { sorting } = parts.t;
  const [said, setSaid] = useState('');
  const focused = useRef<number>(undefined);
  const to = (from: number, place: number): void => {
    const item = items[from];
    if (item === undefined || place < 0 || place >= items.length || place === from) return;
    move(from, place);
    focused.current = place;
    setSaid(sorting.moved(nameOf(item), place + 1, items.length));
  };
  const { list, drag, begin } = useDrag(to);
  useEffect(() => {
    if (focused.current === undefined) return;
    list.current?.children[focused.current]?.querySelector<HTMLElement>('.sortable-handle')?.focus();
    focused.current = undefined;
  });
  const pressed = (event: KeyboardEvent, at: number): void => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    to(at, at + step);
  };
  return (
    <>
      <ol ref={list} class="sortable" aria-label={label}>
        {items.map((item, at) => (
          <li key={keyOf(item)} class={lookOf(at, drag)}>
            {fixed ? null : (
              <span class="sortable-tools">
                <button
                  type="button"
                  class="sortable-handle"
                  title={sorting.hint}
                  aria-label={sorting.handle(nameOf(item))}
                  onKeyDown={(event) => pressed(event, at)}
                  onPointerDown={(event) => {
                    event.preventDefault();
                    event.currentTarget.focus();
                    begin(at);
                  }}
                >
                  <span aria-hidden="true">⠿</span>
                </button>
                <span class="sortable-steps">
                  <Button
                    kind="plain"
                    label={sorting.up(nameOf(item))}
                    disabled={at === 0}
                    onClick={() => to(at, at - 1)}
                  >
                    <span aria-hidden="true">↑</span>
                  </Button>
                  <Button
                    kind="plain"
                    label={sorting.down(nameOf(item))}
                    disabled={at === items.length - 1}
                    onClick={() => to(at, at + 1)}
                  >
                    <span aria-hidden="true">↓</span>
                  </Button>
                </span>
              </span>
            )}
            <div class="sortable-content">{children(item, at)}</div>
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {said}
      </p>
    </>
  );
};
