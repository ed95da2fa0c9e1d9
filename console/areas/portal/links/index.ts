import type { AreaModule } from '../../../app/areas.ts';
import { LinksArea } from './links-area.tsx';
import { links } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: LinksArea, texts: [links] };
