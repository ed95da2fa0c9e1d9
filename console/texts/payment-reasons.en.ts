import { paymentSentences } from '../../domain/payment-sentences.en.ts';

/** Why payments were not made. */
export default { sentences: paymentSentences };
