import type { AreaModule } from '../../../app/areas.ts';
import { tiers } from './texts.ts';
import { TiersArea } from './tiers-area.tsx';

export const { Page, texts }: AreaModule = { Page: TiersArea, texts: [tiers] };
