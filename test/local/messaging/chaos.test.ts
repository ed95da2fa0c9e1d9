import { createChaos } from '../../../local/chaos.ts';

const sample = (seed: number) => {
  const chaos = createChaos(seed);
  return Array.from(
    { length: 200 },
    () => [chaos.copies(), chaos.delay(), chaos.shuffle([1, 2, 3, 4, 5]).join('')] as const,
  );
};

describe('Disorder', () => {
  it('is the same for the same seed and another for another', () => {
    expect(sample(7)).toEqual(sample(7));
    expect(sample(7)).not.toEqual(sample(8));
  });

  it('delivers twice or three times, up to 50 ms late, in every order', () => {
    const draws = sample(42);
    expect(new Set(draws.map(([copies]) => copies))).toEqual(new Set([2, 3]));
    expect(draws.every(([, delay]) => delay >= 0 && delay <= 50)).toBe(true);
    expect(new Set(draws.map(([, , order]) => order)).size).toBeGreaterThan(60);
    expect(draws.every(([, , order]) => [...order].sort().join('') === '12345')).toBe(true);
  });

  it('does not exist without a seed', () => {
    const chaos = createChaos();
    expect([chaos.on, chaos.copies(), chaos.delay(), chaos.shuffle([1, 2, 3])]).toEqual([false, 1, 0, [1, 2, 3]]);
  });
});
