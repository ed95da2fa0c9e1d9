import type { AreaModule } from '../../../app/areas.ts';
import { InformationArea } from './information.tsx';
import { information } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: InformationArea, texts: [information] };
