import type { AreaModule } from '../../../app/areas.ts';
import { GroupsArea } from './groups-area.tsx';
import { forms, groups, offers } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: GroupsArea, texts: [groups, offers, forms] };
