import { at, Pages } from '../../../parts/pages.tsx';
import { OneReward } from './one-reward.tsx';
import { RewardsList } from './rewards-list.tsx';
import './rewards.css';

/** Everything about rewards. */
export const RewardsArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[at('/', () => <RewardsList />), at('/:reward', ({ reward }) => <OneReward key={reward} of={reward} />)]}
  />
);
