import type { AreaModule } from '../../../app/areas.ts';
import { SegmentsArea } from './segments-area.tsx';
import { segments } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: SegmentsArea, texts: [segments] };
