import type { AreaModule } from '../../../app/areas.ts';
import { paymentMethods } from '../../../parts/payment-methods.ts';
import { paymentReasons } from '../../../parts/payment-reasons.ts';
import { PartnersArea } from './partners-area.tsx';
import { imports, invitations, partner, partners, requests } from './texts.ts';

export const { Page, texts }: AreaModule = {
  Page: PartnersArea,
  texts: [partners, partner, requests, invitations, imports, paymentMethods, paymentReasons],
};
