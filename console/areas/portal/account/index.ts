import type { AreaModule } from '../../../app/areas.ts';
import { AccountArea } from './account-area.tsx';
import { account } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: AccountArea, texts: [account] };
