import type { AreaModule } from '../../../app/areas.ts';
import { Recruits } from './recruits.tsx';
import { recruits } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: Recruits, texts: [recruits] };
