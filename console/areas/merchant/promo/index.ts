import type { AreaModule } from '../../../app/areas.ts';
import { PromoArea } from './promo-area.tsx';
import { promo } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: PromoArea, texts: [promo] };
