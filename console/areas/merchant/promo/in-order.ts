interface Placed {
  readonly key: string;
  readonly position: number;
}

/** By position, and in the order of creation where that is the same, as the portal shows it. */
export const inOrder = <Item extends Placed>(items: readonly Item[]): readonly Item[] =>
  items.toSorted((one, other) => one.position - other.position || (one.key < other.key ? -1 : 1));
