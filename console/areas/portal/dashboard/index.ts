import type { AreaModule } from '../../../app/areas.ts';
import { Dashboard } from './dashboard.tsx';
import { dashboard } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: Dashboard, texts: [dashboard] };
