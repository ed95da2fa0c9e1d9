import type { AreaModule } from '../../../app/areas.ts';
import { ProspectsArea } from './prospects-area.tsx';
import { prospects } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: ProspectsArea, texts: [prospects] };
