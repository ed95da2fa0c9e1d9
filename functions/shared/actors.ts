/** What a member of a team is called where something is said to be done by it: the login's own name for the person. */
export const memberActor = (user: string): string => `user_${user}`;

const KINDS = { key: 'api_key', user: 'member', part: 'partner' } as const;
const isKnown = (prefix: string): prefix is keyof typeof KINDS => Object.hasOwn(KINDS, prefix);

/** What kind of actor it is that did something; what is nobody's doing is the system's. */
export const kindOfActor = (actor: string): (typeof KINDS)[keyof typeof KINDS] | 'system' => {
  const [prefix = ''] = actor.split('_', 1);
  return isKnown(prefix) ? KINDS[prefix] : 'system';
};
