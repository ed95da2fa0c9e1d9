import fc from 'fast-check';
import { type Block, type Inline, MARKUP_LIMITS, parseMarkup, safeHref } from '../../domain/markup.ts';

const text = (words: string): Inline => ({ kind: 'text', text: words });
const paragraph = (...children: Inline[]): Block => ({ kind: 'paragraph', children });

test('Headings, paragraphs, lists, quotes and rules are blocks', () => {
  const source = '# Welcome\nLine one\nline two\n\n- a\n- b\n1. one\n2) two\n> said\n> so\n---\n#### Deep';
  expect(parseMarkup(source)).toEqual([
    { kind: 'heading', level: 2, children: [text('Welcome')] },
    paragraph(text('Line one'), { kind: 'break' }, text('line two')),
    { kind: 'list', ordered: false, items: [[text('a')], [text('b')]] },
    { kind: 'list', ordered: true, items: [[text('one')], [text('two')]] },
    { kind: 'quote', children: [text('said'), { kind: 'break' }, text('so')] },
    { kind: 'rule' },
    { kind: 'heading', level: 3, children: [text('Deep')] },
  ]);
});

test.each<[string, readonly Inline[]]>([
  [
    '**a** *b* _c_ `d*e*`',
    [
      { kind: 'strong', children: [text('a')] },
      text(' '),
      { kind: 'emphasis', children: [text('b')] },
      text(' '),
      { kind: 'emphasis', children: [text('c')] },
      text(' '),
      { kind: 'code', text: 'd*e*' },
    ],
  ],
  [
    '[Shop **now**](https://shop.example/a?b=1)',
    [
      {
        kind: 'link',
        href: 'https://shop.example/a?b=1',
        children: [text('Shop '), { kind: 'strong', children: [text('now')] }],
      },
    ],
  ],
  ['[Mail](mailto:a@b.example)', [{ kind: 'link', href: 'mailto:a@b.example', children: [text('Mail')] }]],
  ['snake_case_name and 2 * 3 * 4', [text('snake_case_name and 2 * 3 * 4')]],
  ['\\*not\\* \\[a](https://b.example)', [text('*not* [a](https://b.example)')]],
  [
    '![picture](https://a.example/x.png)',
    [text('!'), { kind: 'link', href: 'https://a.example/x.png', children: [text('picture')] }],
  ],
  ['<b onclick="x">hi</b>', [text('<b onclick="x">hi</b>')]],
  ['**open', [text('**open')]],
])('%s', (source, children) => {
  expect(parseMarkup(source)).toEqual([paragraph(...children)]);
});

test.each([
  ...[
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
  ],
  ...[
    'https://user:pass@evil.example',
    'https:evil',
    'mailto:',
    'mailto:a@b.example?bcc=x@y.example',
    '/v2/me',
    'x',
    '',
  ],
  ...['java\tscript:alert(1)', 'https://a.example/\u0000', ' https://a.example'],
])('%j is nowhere to lead to', (href) => {
  expect(safeHref(href)).toBeUndefined();
  expect(JSON.stringify(parseMarkup(`[a](${href})`))).not.toContain('"link"');
});

const BLOCKS = ['heading', 'paragraph', 'quote', 'list', 'rule'];
const INLINES = ['text', 'code', 'break', 'strong', 'emphasis', 'link'];

const childrenOf = (block: Block): readonly Inline[] => {
  switch (block.kind) {
    case 'rule':
      return [];
    case 'list':
      return block.items.flat();
    default:
      return block.children;
  }
};

/** Every part, with how deep it lies. */
const all = (inlines: readonly Inline[], depth = 0): readonly { readonly inline: Inline; readonly depth: number }[] =>
  inlines.flatMap((inline) => [{ inline, depth }, ...('children' in inline ? all(inline.children, depth + 1) : [])]);

const signs = fc.constantFrom(
  ...[
    '*',
    '**',
    '_',
    '`',
    '[',
    ']',
    '(',
    ')',
    '](',
    '\\',
    '\n',
    '\r\n',
    '# ',
    '- ',
    '1. ',
    '> ',
    '---',
    '!',
    '<',
    '>',
    '"',
  ],
  ...['javascript:', 'https://a.example', 'mailto:a@b.example', 'data:', '&#106;', ' ', 'a', 'ß', '\u0000', '\u2028'],
);
const source = fc.oneof(
  fc.array(signs, { maxLength: 80 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
);

test('Whatever is written, only known parts come out, not deep, and every link leads to the web or a mail address', () => {
  fc.assert(
    fc.property(source, (written) => {
      for (const block of parseMarkup(written)) {
        expect(BLOCKS).toContain(block.kind);
        for (const { inline, depth } of all(childrenOf(block))) {
          expect(INLINES).toContain(inline.kind);
          expect(depth).toBeLessThanOrEqual(MARKUP_LIMITS.depth);
          if (inline.kind === 'link') expect(inline.href).toMatch(/^(?:https?:\/\/|mailto:)/);
        }
        const links = all(childrenOf(block)).filter(({ inline }) => inline.kind === 'link');
        for (const { inline } of links) {
          if ('children' in inline)
            expect(all(inline.children).some((part) => part.inline.kind === 'link')).toBe(false);
        }
      }
    }),
    { numRuns: 3_000 },
  );
});

test('Nothing that was written is lost but the signs of the markup', () => {
  const plain = fc.array(fc.constantFrom('lamp', 'Ölampe', '<b>', '&', '2026', '"'), { minLength: 1 });
  fc.assert(
    fc.property(plain, (words) => {
      expect(parseMarkup(words.join(' '))).toEqual([paragraph(text(words.join(' ')))]);
    }),
  );
});

test.each(['*', '**', '_', '[', '[a](', '`', '**a', '*[', '\\', '[](', '> ', '- ', '#', '\n', '**[**'])(
  'The longest text of nothing but %j is read at once',
  (sign) => {
    const longest = sign.repeat(Math.ceil(MARKUP_LIMITS.text / sign.length));
    const before = performance.now();
    parseMarkup(longest);
    expect(performance.now() - before).toBeLessThan(500);
  },
);
