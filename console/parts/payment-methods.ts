import { readPaymentLabel } from '../../domain/payment-labels.ts';
import { catalogue } from '../app/language.ts';

/** Texts about ways of paying and of being paid: an area that shows any lists this catalogue beside its own. */
export const paymentMethods = catalogue({
  en: () => import('../texts/payment-methods.en.ts'),
  de: () => import('../texts/payment-methods.de.ts'),
});

/** What a merchant pays with, by the label that the API gives it: `SEPA direct debit ending in 3000`. */
export const paymentMethodText = (label: string): string => {
  const { kinds, endingIn } = paymentMethods.t;
  const { kind, name, digits } = readPaymentLabel(label);
  const words = kind === undefined ? name.charAt(0).toUpperCase() + name.slice(1) : kinds[kind];
  return digits === undefined ? words : endingIn(words, digits);
};

/** Where a partner is paid: the address at PayPal, or the account at Stripe. */
export const payoutMethodText = (provider: 'paypal' | 'stripe', destination: string): string => {
  const { payPal, stripe } = paymentMethods.t;
  return provider === 'paypal' ? payPal(destination) : stripe(destination);
};
