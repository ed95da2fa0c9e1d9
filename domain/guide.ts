/** What the product can look at by itself to see how far a program is set up. */
export const GUIDE_CHECKS = [
  'customer',
  'transaction',
  'partner_login',
  'billing_details',
  'payment_method',
  'destination',
  'offer',
  'application_form',
  'application_from_page',
  'promo_material',
  'customer_by_click',
  'welcome_page',
  'click',
  'partner_sale',
  'reward',
  'live_program',
  'active_partner',
  'paid_invoice',
  'paid_payout',
] as const;
export type GuideCheck = (typeof GUIDE_CHECKS)[number];

/**
 * The steps of setting up a program, in their order. A step with checks is done when all of them have seen something
 * (`any`: one of them); a step without is for a person to judge.
 */
const STEPS = {
  connect_site: { any: true, checks: ['customer', 'transaction'] },
  open_portal: { any: false, checks: ['partner_login'] },
  program_settings: { any: false, checks: ['billing_details', 'payment_method'] },
  group_and_offer: { any: false, checks: ['destination', 'offer'] },
  welcome_emails: { any: false, checks: [] },
  application_form: { any: false, checks: ['application_form'] },
  form_on_page: { any: false, checks: ['application_from_page'] },
  promo_material: { any: false, checks: ['promo_material', 'customer_by_click'] },
  portal_welcome_page: { any: false, checks: ['welcome_page'] },
  partners_see_their_own: { any: false, checks: [] },
  customer_benefit: { any: false, checks: [] },
  test_program: { any: false, checks: ['click', 'partner_sale', 'reward'] },
  launch: { any: false, checks: ['live_program', 'active_partner'] },
  watch: { any: false, checks: [] },
  pay: { any: false, checks: ['paid_invoice', 'paid_payout'] },
  thank: { any: false, checks: [] },
} as const satisfies Readonly<Record<string, { readonly any: boolean; readonly checks: readonly GuideCheck[] }>>;

export type GuideStep = keyof typeof STEPS;
const isStep = (name: string): name is GuideStep => name in STEPS;
export const GUIDE_STEPS: readonly GuideStep[] = Object.keys(STEPS).filter(isStep);

/** Whether only a person can say that a step is done. */
export const isByHand = (step: GuideStep): boolean => STEPS[step].checks.length === 0;

/** What a check saw: a thing with its key, a number of them, and when, as far as each is known. */
export interface Sight {
  readonly at?: number | undefined;
  readonly key?: string | undefined;
  readonly count?: number | undefined;
}

/** What was seen, by check. */
export type Sights = Readonly<Partial<Record<GuideCheck, Sight | undefined>>>;

/** That somebody said that a step is done. */
export interface Tick {
  readonly at: number;
  readonly by: string;
}

export interface SeenStep {
  readonly key: GuideStep;
  /** From 1. */
  readonly number: number;
  readonly done: boolean;
  readonly by_hand: boolean;
  readonly checks: readonly { readonly key: GuideCheck; readonly sight: Sight | undefined }[];
  readonly tick: Tick | undefined;
}

/** One step by what was seen and ticked. */
export const guideStep = (key: GuideStep, sights: Sights, tick: Tick | undefined): SeenStep => {
  const { any, checks: names } = STEPS[key];
  const checks = names.map((name: GuideCheck) => ({ key: name, sight: sights[name] }));
  const wasSeen = ({ sight }: (typeof checks)[number]): boolean => sight !== undefined;
  const seen = any ? checks.some(wasSeen) : checks.every(wasSeen);
  const by_hand = isByHand(key);
  return {
    ...{ key, number: GUIDE_STEPS.indexOf(key) + 1, by_hand, checks },
    ...{ done: by_hand ? tick !== undefined : seen, tick: by_hand ? tick : undefined },
  };
};
