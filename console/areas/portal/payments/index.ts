import type { AreaModule } from '../../../app/areas.ts';
import { paymentReasons } from '../../../parts/payment-reasons.ts';
import { PaymentsArea } from './payments-area.tsx';
import { payments } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: PaymentsArea, texts: [payments, paymentReasons] };
