import type { AreaModule } from '../../../app/areas.ts';
import { DealsArea } from './deals-area.tsx';
import { deals } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: DealsArea, texts: [deals] };
