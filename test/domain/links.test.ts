import fc from 'fast-check';
import {
  destinationProblem,
  normalDestination,
  slugFrom,
  slugOfPath,
  slugProblem,
  targetOf,
} from '../../domain/links.ts';

/** Things that people have talked redirects into, each seen in the wild; none may become a destination. */
const BAD_DESTINATIONS = [
  '',
  ' ',
  '/',
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  'evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https:\\evil.example',
  'https:\\\\evil.example',
  'https:/\\evil.example',
  'https://\\evil.example',
  'https:///evil.example',
  'https://good.example\\@evil.example',
  'https://good.example\\.evil.example',
  'https://good.example@evil.example',
  'https://good.example:pass@evil.example/',
  'https://:@evil.example/',
  'https://@evil.example/',
  'https://user@good.example/path',
  'https://good.example%40evil.example@evil.example',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  'javascript://good.example/%0aalert(1)',
  'javascript://https://good.example',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD4=',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'ftp://good.example/',
  'blob:https://good.example/id',
  'about:blank',
  'view-source:https://good.example',
  'ws://good.example',
  'mailto:a@good.example',
  'intent://good.example#Intent;scheme=https;end',
  'http//good.example',
  'http:good.example',
  'https//good.example',
  'https://good.example/ evil',
  'https://good.example/\r\nSet-Cookie: a=b',
  'https://good.example/\nLocation: https://evil.example',
  'https://good.example\r\n.evil.example',
  'https://good.example/\u0000',
  'https://good.example/\u2028evil',
  'https://good.example/\u2029evil',
  '\u0000https://good.example',
  '\thttps://good.example',
  'https://good .example',
  'https://good.example:99999/',
  'https://good.example:port/',
  'https://[::1',
  'https://?url=https://evil.example',
  'https://#@evil.example',
  'https://%',
  'https://good.example/?fs_click=forged',
  'https://good.example/?a=b&fs_click=forged#x',
] as const;

describe('A destination', () => {
  it.each(BAD_DESTINATIONS.map((text) => [JSON.stringify(text), text]))('is never %s', (_shown, text) => {
    expect(destinationProblem(text)).toEqual(expect.any(String));
    expect(() => normalDestination(text)).toThrow(RangeError);
  });

  it('is longer than 2,000 characters never', () => {
    expect(destinationProblem(`https://good.example/${'a'.repeat(2000)}`)).toEqual(expect.any(String));
  });

  it.each([
    'https://good.example',
    'http://good.example/path',
    'https://good.example:8443/a?b=c#d',
    'https://xn--bcher-kva.example/',
    'https://bücher.example/straße?q=ü',
    'https://good.example/a%20b?sig=a%2Fb+c&flag',
    'https://good.example/?next=https://other.example/x@y',
    'https://good.example/@maria',
    'http://127.0.0.1:3000/',
    'https://[2001:db8::1]/x',
  ])('may be %s', (text) => {
    expect(destinationProblem(text)).toBeUndefined();
    expect(normalDestination(text)).toMatch(/^https?:\/\/[\x21-\x7e]+$/);
  });
});

describe('The target of a redirect', () => {
  const stored = fc.webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ['http', 'https'] });
  const anything = fc.string({ unit: 'binary', maxLength: 60 });
  const tricks = fc.constantFrom(
    '//evil.example',
    '@evil.example',
    '\r\nLocation: https://evil.example',
    '#@evil',
    '?',
    '&',
    '\u2028',
    '%0d%0a',
  );

  it('is on the host of the stored destination whatever the parameters say, and is one line of ASCII', () => {
    fc.assert(
      fc.property(stored, fc.oneof(anything, tricks), fc.oneof(anything, tricks), (destination, utm, id) => {
        fc.pre(destinationProblem(destination) === undefined);
        const target = targetOf(normalDestination(destination), { utm_source: utm, utm_term: utm }, id);
        const [before, after] = [new URL(destination), new URL(target)];
        expect([after.protocol, after.host, after.pathname, after.hash]).toEqual([
          before.protocol,
          before.host,
          before.pathname,
          before.hash,
        ]);
        expect(target).toMatch(/^[\x21-\x7e]+$/);
        expect(after.searchParams.getAll('fs_click')).toHaveLength(1);
      }),
    );
  });

  it('keeps the query of the destination letter by letter', () => {
    const destination = 'https://good.example/p?sig=a%2Fb+c&flag&e=#part';
    expect(targetOf(destination, { utm_source: 'anna & co' }, 'id.1')).toBe(
      'https://good.example/p?sig=a%2Fb+c&flag&e=&utm_source=anna+%26+co&fs_click=id.1#part',
    );
  });

  it('leaves parameters alone that the destination has itself', () => {
    expect(targetOf('https://good.example/?utm_source=own', { utm_source: 'x', utm_medium: 'y' }, undefined)).toBe(
      'https://good.example/?utm_source=own&utm_medium=y',
    );
  });
});

describe('A slug', () => {
  it.each(['anna', 'a1', 'anna-smith_2', 'x'.repeat(63), '1st'])('may be %s', (slug) => {
    expect(slugProblem(slug)).toBeUndefined();
    expect(slugOfPath(`/${slug}`)).toBe(slug);
  });

  it.each([
    '',
    'a',
    'x'.repeat(64),
    'Anna',
    '-a',
    'a-',
    '_a',
    'a b',
    'a/b',
    'a.b',
    'ä1',
    'v2',
    'console',
    't.js',
    'a%20',
    '..',
  ])('may not be "%s"', (slug) => {
    expect(slugProblem(slug)).toEqual(expect.any(String));
  });

  it('is found under capitals and with a slash at the end', () => {
    expect(slugOfPath('/Anna/')).toBe('anna');
    expect(slugOfPath('/anna//')).toBeUndefined();
    expect(slugOfPath('//anna')).toBeUndefined();
  });

  it('that is made up has 60 bits of chance', () => {
    expect(slugFrom(new Uint8Array(12).map((_, index) => index * 20))).toMatch(/^[0-9a-hjkmnp-tv-z]{12}$/);
    expect(slugProblem(slugFrom(new Uint8Array(12)))).toBeUndefined();
  });
});
