import type { AreaModule } from '../../../app/areas.ts';
import { paymentReasons } from '../../../parts/payment-reasons.ts';
import { PayoutsArea } from './payouts-area.tsx';
import { payouts } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: PayoutsArea, texts: [payouts, paymentReasons] };
