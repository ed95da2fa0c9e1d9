import { programTitle } from '../../console/app/program-title.ts';

const program = (name: string, merchant: string, mode: 'test' | 'live' = 'live') => ({
  ...{ key: `prog_${name}_${mode}`, name, merchant, mode, role: 'owner' as const },
});

describe('A program among those that somebody may switch to', () => {
  const shop = program('Shop', 'Acme');
  const second = program('Second shop', 'Acme', 'test');

  it('is called by its name alone when all are of one merchant', () => {
    expect(programTitle(shop, [shop, second], 'Test')).toBe('Shop');
    expect(programTitle(second, [shop, second], 'Test')).toBe('Second shop');
  });

  it('says that it is for testing when another one has the same name', () => {
    const twin = program('Shop', 'Acme', 'test');
    expect([shop, twin].map((each) => programTitle(each, [shop, twin], 'Test'))).toEqual(['Shop', 'Shop · Test']);
  });

  it('names its merchant when there are several', () => {
    const other = program('Bolt', 'Bolt');
    expect(programTitle(shop, [shop, other], 'Test')).toBe('Shop · Acme');
    expect(programTitle(other, [shop, other], 'Test')).toBe('Bolt');
  });
});
