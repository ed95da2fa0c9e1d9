import type { AreaModule } from '../../../app/areas.ts';
import { rewards } from '../../../parts/rewards/texts.ts';
import { rules } from '../../../parts/rules/texts.ts';
import { RewardsArea } from './rewards-area.tsx';

export const { Page, texts }: AreaModule = { Page: RewardsArea, texts: [rewards, rules] };
