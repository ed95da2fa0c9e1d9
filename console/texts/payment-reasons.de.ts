import { paymentSentences } from '../../domain/payment-sentences.de.ts';
import type en from './payment-reasons.en.ts';

/** Warum Zahlungen nicht zustande kamen. */
export default { sentences: paymentSentences } satisfies typeof en;
