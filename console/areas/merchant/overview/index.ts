import type { AreaModule } from '../../../app/areas.ts';
import { Overview } from './overview.tsx';
import { overview } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: Overview, texts: [overview] };
