import type { AreaModule } from '../../../app/areas.ts';
import { Material } from './material.tsx';
import { material } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: Material, texts: [material] };
