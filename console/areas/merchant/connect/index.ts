import type { AreaModule } from '../../../app/areas.ts';
import { rules } from '../../../parts/rules/texts.ts';
import { ConnectArea } from './connect-area.tsx';
import { connect } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: ConnectArea, texts: [connect, rules] };
