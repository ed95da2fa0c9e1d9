/** How the API describes rewards of the second tier: by the offer that the recruit earned by, or by its sale. */
const OF_REWARD = 'A share of the rewards of partners that you recruited: ';
const OF_SALE = 'A share of the sales of partners that you recruited';

/** What a share is of; undefined for what is no share. */
export type Share = { readonly of: 'sale' } | { readonly of: 'reward'; readonly offer: string } | undefined;

/** Whether a description says that a reward is a share of what a recruit brought, and of what. */
export const shareOf = (description: string): Share => {
  if (description === OF_SALE) return { of: 'sale' };
  return description.startsWith(OF_REWARD) ? { of: 'reward', offer: description.slice(OF_REWARD.length) } : undefined;
};
