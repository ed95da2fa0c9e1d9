import type { AreaModule } from '../../../app/areas.ts';
import { LookArea } from './look-area.tsx';
import { look } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: LookArea, texts: [look] };
