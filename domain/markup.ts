/**
 * The texts of welcome page and further pages: a small part of Markdown, read into a tree of known parts. There is no
 * HTML in it and no picture, and a link leads to the web or to a mail address only: whatever is written, a page that
 * renders the tree shows text.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] };

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly children: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'rule' };

/** How much a text may hold. */
export const MARKUP_LIMITS = { text: 10_000, href: 2_000, depth: 3 } as const;

/** Where a link may lead; undefined for everything else. */
export const safeHref = (text: string): string | undefined => {
  if (text.length > MARKUP_LIMITS.href || /[\s\p{Cc}]/u.test(text)) return undefined;
  const url = URL.parse(text);
  if (url === null) return undefined;
  if (url.protocol === 'mailto:') return /^mailto:[^?]+@[^?]+$/i.test(text) ? url.href : undefined;
  const isWeb = /^https?:\/\//i.test(text) && /^https?:$/.test(url.protocol);
  return isWeb && url.username === '' && url.password === '' ? url.href : undefined;
};

/** Marks around a part of a line, the longer ones first. */
const MARKS = [
  ['**', 'strong'],
  ['*', 'emphasis'],
  ['_', 'emphasis'],
] as const;

/** A part of a line that was read, and where the rest begins. */
interface Found {
  readonly inline: Inline;
  readonly end: number;
}

const codeAt = (line: string, at: number): Found | undefined => {
  if (line[at] !== '`') return undefined;
  const end = line.indexOf('`', at + 1);
  return end <= at + 1 ? undefined : { inline: { kind: 'code', text: line.slice(at + 1, end) }, end: end + 1 };
};

const linkAt = (line: string, at: number, depth: number): Found | undefined => {
  if (line[at] !== '[') return undefined;
  const middle = line.indexOf('](', at + 1);
  const end = middle < 0 ? -1 : line.indexOf(')', middle + 2);
  if (end < 0) return undefined;
  const href = safeHref(line.slice(middle + 2, end));
  const label = line.slice(at + 1, middle);
  if (href === undefined || label.trim() === '' || label.includes('[')) return undefined;
  return { inline: { kind: 'link', href, children: inlinesOf(label, depth + 1, true) }, end: end + 1 };
};

const isWord = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

const markAt = (line: string, at: number, depth: number, inLink: boolean): Found | undefined => {
  const mark = MARKS.find(([sign]) => line.startsWith(sign, at));
  if (mark === undefined) return undefined;
  const [sign, kind] = mark;
  const from = at + sign.length;
  const end = line.indexOf(sign, from);
  const inside = end < 0 ? '' : line.slice(from, end);
  if (inside.trim() === '' || inside !== inside.trim()) return undefined;
  // In a name such as a_b_c the sign is a letter like others.
  if (sign === '_' && (isWord(line[at - 1]) || isWord(line[end + 1]))) return undefined;
  return { inline: { kind, children: inlinesOf(inside, depth + 1, inLink) }, end: end + sign.length };
};

/** A sign that stands for itself, because of a backslash in front of it. */
const escapedAt = (line: string, at: number): string | undefined =>
  line[at] === '\\' && /[\\`*_[\]()#>.-]/.test(line[at + 1] ?? '') ? line[at + 1] : undefined;

/** After so many openings that nothing closes, the rest of a line is read as it stands: reading stays quick. */
const MOST_TRIES = 200;

const inlinesOf = (line: string, depth: number, inLink: boolean): readonly Inline[] => {
  const parts: Inline[] = [];
  let text = '';
  let tries = 0;
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
  };
  for (let at = 0; at < line.length; ) {
    const escaped = escapedAt(line, at);
    const opens = /[`[*_]/.test(line[at] ?? '') && tries < MOST_TRIES;
    const deeper = opens && depth < MARKUP_LIMITS.depth;
    const found =
      (opens ? codeAt(line, at) : undefined) ??
      (deeper && !inLink ? linkAt(line, at, depth) : undefined) ??
      (deeper ? markAt(line, at, depth, inLink) : undefined);
    if (found !== undefined) {
      flush();
      parts.push(found.inline);
      at = found.end;
    } else {
      if (opens) tries += 1;
      text += escaped ?? line[at];
      at += escaped === undefined ? 1 : 2;
    }
  }
  flush();
  return parts;
};

/** Several lines as one text, with breaks between them. */
const linesOf = (lines: readonly string[]): readonly Inline[] =>
  lines.flatMap((line, index): readonly Inline[] => [
    ...(index === 0 ? [] : [{ kind: 'break' } as const]),
    ...inlinesOf(line.trim(), 0, false),
  ]);

/** What kind of block a line belongs to, and what of it is text. */
type Read =
  | { readonly kind: 'empty' | 'rule' }
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'bullet' | 'number' | 'quote' | 'plain'; readonly text: string };

const readLine = (line: string): Read => {
  if (line.trim() === '') return { kind: 'empty' };
  if (/^(?:-{3,}|\*{3,})$/.test(line.trim())) return { kind: 'rule' };
  const [first = ''] = /^\S+/.exec(line) ?? [];
  const rest = line.slice(first.length).trim();
  if (rest === '') return { kind: 'plain', text: line };
  if (/^#{1,6}$/.test(first)) return { kind: 'heading', level: first.length <= 2 ? 2 : 3, text: rest };
  if (first === '-' || first === '*') return { kind: 'bullet', text: rest };
  if (/^\d{1,3}[.)]$/.test(first)) return { kind: 'number', text: rest };
  return first === '>' ? { kind: 'quote', text: rest } : { kind: 'plain', text: line };
};

/** Lines of one kind that follow each other make one block. */
const blockOf = (kind: 'bullet' | 'number' | 'quote' | 'plain', lines: readonly string[]): Block => {
  switch (kind) {
    case 'bullet':
    case 'number':
      return { kind: 'list', ordered: kind === 'number', items: lines.map((line) => inlinesOf(line, 0, false)) };
    case 'quote':
      return { kind: 'quote', children: linesOf(lines) };
    case 'plain':
      return { kind: 'paragraph', children: linesOf(lines) };
  }
};

/** Reads a text. Every text is one: what is no markup stands for itself. */
export const parseMarkup = (text: string): readonly Block[] => {
  const blocks: Block[] = [];
  let open: { readonly kind: 'bullet' | 'number' | 'quote' | 'plain'; readonly lines: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) blocks.push(blockOf(open.kind, open.lines));
    open = undefined;
  };
  for (const line of text.slice(0, MARKUP_LIMITS.text).split(/\r\n?|\n/)) {
    const read = readLine(line);
    switch (read.kind) {
      case 'empty':
        close();
        break;
      case 'rule':
        close();
        blocks.push({ kind: 'rule' });
        break;
      case 'heading':
        close();
        blocks.push({ kind: 'heading', level: read.level, children: inlinesOf(read.text, 0, false) });
        break;
      default:
        if (open?.kind !== read.kind) close();
        open ??= { kind: read.kind, lines: [] };
        open.lines.push(read.text);
    }
  }
  close();
  return blocks;
};
