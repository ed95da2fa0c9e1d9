import type { AreaModule } from '../../../app/areas.ts';
import { TagsArea } from './tags-area.tsx';
import { tags } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: TagsArea, texts: [tags] };
