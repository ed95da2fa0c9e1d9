import { at, Pages } from '../../../parts/pages.tsx';
import { RewardPage } from './reward-page.tsx';
import { RewardsList } from './rewards-list.tsx';

/** What the partner earned. */
export const RewardsArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[at('/', () => <RewardsList />), at('/:reward', ({ reward }) => <RewardPage key={reward} reward={reward} />)]}
  />
);
