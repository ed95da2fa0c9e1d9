/** What becomes of a request to join. */
export const APPLICATION_STATES = ['new', 'approved', 'rejected'] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** What the merchant can decide about an application. */
export const DECISIONS = ['approved', 'rejected'] as const;
export type Decision = (typeof DECISIONS)[number];

/** What a decision means for an application as it is: it is taken, was taken already, or the contrary was. */
export const decisionOn = (state: ApplicationState, wanted: Decision): 'take' | 'taken' | 'contrary' => {
  if (state === 'new') return 'take';
  return state === wanted ? 'taken' : 'contrary';
};

/** How many applications one request decides about. */
export const MOST_DECISIONS = 50;

/** The trap that a submission walked into: a field that nobody sees was filled in. */
export const TRAPS = ['hidden_field'] as const;
export type Trap = (typeof TRAPS)[number];

/** Whether an application is approved as soon as it comes in: the group's own setting goes before the program's. */
export const isAutoApproved = (
  settings: { readonly program?: boolean | undefined; readonly group?: boolean | undefined },
  trap: Trap | undefined,
): boolean => trap === undefined && (settings.group ?? settings.program ?? false);
