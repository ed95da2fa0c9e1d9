import type { AreaModule } from '../../../app/areas.ts';
import { ReportsArea } from './reports-area.tsx';
import { reports } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: ReportsArea, texts: [reports] };
