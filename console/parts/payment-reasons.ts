import { paymentSentence } from '../../domain/payment-reasons.ts';
import { catalogue } from '../app/language.ts';

/** Texts about payments that were not made: an area that shows any lists this catalogue beside its own. */
export const paymentReasons = catalogue({
  en: () => import('../texts/payment-reasons.en.ts'),
  de: () => import('../texts/payment-reasons.de.ts'),
});

/** Why a payment was not made, in the reader's language; undefined where nothing is said about it. */
export const paymentReason = (said: string | null): string | undefined =>
  said === null || said === '' ? undefined : paymentSentence(paymentReasons.t.sentences, said);
