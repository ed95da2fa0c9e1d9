import type { AreaModule } from '../../../app/areas.ts';
import { Guide } from './guide.tsx';
import { guide } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: Guide, texts: [guide] };
