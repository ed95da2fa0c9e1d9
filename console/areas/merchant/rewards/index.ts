import type { AreaModule } from '../../../app/areas.ts';
import { rules } from '../../../parts/rules/texts.ts';
import { RewardsArea } from './rewards-area.tsx';
import { rewards } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: RewardsArea, texts: [rewards, rules] };
