import type { AreaModule } from '../../../app/areas.ts';
import { RewardsArea } from './rewards-area.tsx';
import { arithmetic, rewards } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: RewardsArea, texts: [rewards, arithmetic] };
