import type { Reward } from '../../api/operations.ts';
import { rewards } from './texts.ts';

/** What a reward is for, as the merchant's team reads it: the words about a recruiter's share speak to the recruiter. */
export const descriptionText = ({ level, description }: Pick<Reward, 'level' | 'description'>): string => {
  if (level === 2) return rewards.t.recruiterShare;
  return description === '' ? rewards.t.one : description;
};
