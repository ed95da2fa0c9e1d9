import fc from 'fast-check';
import { openClickIds } from '../../../functions/shared/click-ids.ts';

const CLICK = { link: 'link_01', partnership: 'part_02', at: 1_768_478_400_000 };
const ids = openClickIds('a secret of 64 letters');

describe('Click ids', () => {
  it('are believed only under the secret that issued them', () => {
    const id = ids.issue(CLICK);
    expect(ids.read(id)).toEqual([CLICK]);
    expect(openClickIds('another secret').read(id)).toEqual([]);
  });

  it('are not believed when any character was changed', () => {
    const id = ids.issue(CLICK);
    fc.assert(
      fc.property(fc.nat({ max: id.length - 1 }), fc.stringMatching(/^[\w.-]$/), (place, letter) => {
        fc.pre(id.charAt(place) !== letter);
        const forged = id.slice(0, place) + letter + id.slice(place + 1);
        expect(ids.read(forged)).toEqual([]);
      }),
    );
  });

  it('keep the good one of two', () => {
    const [first, last] = [ids.issue(CLICK), ids.issue({ ...CLICK, at: CLICK.at + 5 })];
    expect(ids.read(`${first}~${last}`).map((click) => click.at)).toEqual([CLICK.at, CLICK.at + 5]);
    expect(ids.read(`${first.slice(0, -1)}!~${last}`).map((click) => click.at)).toEqual([CLICK.at + 5]);
  });

  it('never throw, whatever is handed back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w.~-]{0,300}$/)), (text) => {
        expect(ids.read(text)).toEqual([]);
      }),
    );
  });
});

describe('A visitor', () => {
  it('is the same for the same link, address and browser only, and cannot be followed to another link', () => {
    const visitor = ids.visitor('link_01', '192.0.2.1', 'Firefox');
    expect(visitor).toMatch(/^[\w-]{16}$/);
    expect(ids.visitor('link_01', '192.0.2.1', 'Firefox')).toBe(visitor);
    expect(ids.visitor('link_02', '192.0.2.1', 'Firefox')).not.toBe(visitor);
    expect(ids.visitor('link_01', '192.0.2.2', 'Firefox')).not.toBe(visitor);
    expect(ids.visitor('link_01', '192.0.2.1', 'Safari')).not.toBe(visitor);
  });
});
