import type { AreaModule } from '../../../app/areas.ts';
import { paymentReasons } from '../../../parts/payment-reasons.ts';
import { rewards } from '../../../parts/rewards/texts.ts';
import { rules } from '../../../parts/rules/texts.ts';
import { InvoicesArea } from './invoices-area.tsx';
import { invoices } from './texts.ts';

export const { Page, texts }: AreaModule = { Page: InvoicesArea, texts: [invoices, rewards, rules, paymentReasons] };
