/** Stripe's form encoding: `metadata[invoice]=1&expand[]=customer` as a tree of texts. */

export type FormNode = string | FormTree;
export type FormTree = Map<string, FormNode>;

const MAX_DEPTH = 6;

/** Decodes a body or a query string; undefined when names contradict each other or nest too deeply. */
export function decodeForm(text: string): FormTree | undefined {
  const root: FormTree = new Map();
  for (const [name, value] of new URLSearchParams(text)) {
    const path = pathOf(name);
    if (!path || path.length > MAX_DEPTH || !place(root, path, value)) return undefined;
  }
  return root;
}

/** The same parameters in one canonical order, so that equal requests can be recognised. */
export function canonicalForm(text: string): string {
  const params = new URLSearchParams(text);
  params.sort();
  return params.toString();
}

function pathOf(name: string): string[] | undefined {
  const head = /^[^[\]]+/.exec(name)?.[0];
  if (head === undefined) return undefined;
  const path = [head];
  let rest = name.slice(head.length);
  while (rest !== '') {
    const end = rest.indexOf(']');
    if (!rest.startsWith('[') || end < 0) return undefined;
    path.push(rest.slice(1, end));
    rest = rest.slice(end + 1);
  }
  return path;
}

function place(root: FormTree, path: readonly string[], value: string): boolean {
  let tree = root;
  for (const [position, part] of path.entries()) {
    const name = part === '' ? String(tree.size) : part;
    if (position === path.length - 1) {
      tree.set(name, value);
      return true;
    }
    const next = tree.get(name) ?? new Map<string, FormNode>();
    if (typeof next === 'string') return false;
    tree.set(name, next);
    tree = next;
  }
  return false;
}
