import { GUIDE_CHECKS, GUIDE_STEPS, guideStep, isByHand, type Sights } from '../../domain/guide.ts';

describe('The set-up guide', () => {
  test('has sixteen steps, numbered in their order', () => {
    expect(GUIDE_STEPS.map((step) => guideStep(step, {}, undefined).number)).toEqual(
      Array.from({ length: 16 }, (_, index) => index + 1),
    );
  });

  test('looks at everything that it knows to look at, each in one step', () => {
    const looked = GUIDE_STEPS.flatMap((step) => guideStep(step, {}, undefined).checks.map(({ key }) => key));
    expect(looked.toSorted()).toEqual([...GUIDE_CHECKS].toSorted());
  });

  test('says that a step is done when all of its checks saw something', () => {
    const sights: Sights = { billing_details: { key: 'mer_1' } };
    expect(guideStep('program_settings', sights, undefined).done).toBe(false);
    expect(guideStep('program_settings', { ...sights, payment_method: { key: 'pm_1' } }, undefined).done).toBe(true);
  });

  test('takes a customer or a transaction for the site being connected', () => {
    expect(guideStep('connect_site', {}, undefined).done).toBe(false);
    expect(guideStep('connect_site', { transaction: { at: 1 } }, undefined).done).toBe(true);
  });

  test('believes people about what nobody else can see, and about nothing else', () => {
    const tick = { at: 1, by: 'usr_1' };
    expect(GUIDE_STEPS.filter(isByHand)).toEqual([
      ...['welcome_emails', 'partners_see_their_own', 'customer_benefit', 'watch', 'thank'],
    ]);
    expect(guideStep('thank', {}, tick)).toMatchObject({ done: true, by_hand: true, checks: [], tick });
    expect(guideStep('pay', {}, tick)).toMatchObject({ done: false, by_hand: false, tick: undefined });
  });
});
