import type { AreaModule } from '../../../app/areas.ts';
import { rules } from '../../../parts/rules/texts.ts';
import { triggers } from './texts.ts';
import { TriggersArea } from './triggers-area.tsx';

export const { Page, texts }: AreaModule = { Page: TriggersArea, texts: [triggers, rules] };
