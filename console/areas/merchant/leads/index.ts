import type { AreaModule } from '../../../app/areas.ts';
import { LeadsArea } from './leads-area.tsx';
import { leads } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: LeadsArea, texts: [leads] };
