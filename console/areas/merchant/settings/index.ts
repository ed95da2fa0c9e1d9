import type { AreaModule } from '../../../app/areas.ts';
import { paymentMethods } from '../../../parts/payment-methods.ts';
import { audit, auditedFields, scopes } from './audit-words.ts';
import { SettingsArea } from './settings-area.tsx';
import { settings } from './texts.ts';

export const { Page, texts }: AreaModule = {
  Page: SettingsArea,
  texts: [settings, audit, auditedFields, scopes, paymentMethods],
};
