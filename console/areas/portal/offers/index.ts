import type { AreaModule } from '../../../app/areas.ts';
import { Offers } from './offers.tsx';
import { offers } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: Offers, texts: [offers] };
