import type { PaymentSentences } from './payment-reasons.ts';

/** Warum eine Zahlung nicht zustande kam, für Menschen, die Deutsch lesen. */
export const paymentSentences: PaymentSentences = {
  no_payment_method: () => 'Es gibt keine Zahlungsart.',
  not_enough_money: () => 'Auf dem Konto ist nicht genug Geld.',
  declined: () => 'Die Bank hat abgelehnt und sagt nicht, warum.',
  expired: () => 'Die Karte ist abgelaufen.',
  wrong_details: () => 'Die Angaben zur Karte oder zum Konto stimmen nicht.',
  account_closed: () => 'Das Bankkonto ist geschlossen oder lässt sich nicht benutzen.',
  not_supported: () => 'Mit dieser Karte oder diesem Konto geht eine solche Zahlung nicht.',
  to_be_confirmed: () => 'Die Bank will, dass ein Mensch die Zahlung bestätigt.',
  limit_reached: () => 'Das Limit der Karte oder des Kontos ist erreicht.',
  try_again: () => 'Die Bank war nicht zu erreichen. Ein weiterer Versuch kann gelingen.',
  amount_impossible: () => 'Einen Betrag dieser Höhe nimmt der Zahlungsdienst nicht an.',
  canceled: () => 'Die Zahlung wurde beim Zahlungsdienst abgebrochen.',
  payer_balance: () => 'Das Guthaben des Zahlenden beim Zahlungsdienst reicht nicht.',
  receiver_not_ready: () => 'Das Konto des Empfängers kann noch kein Geld annehmen.',
  receiver_unknown: () => 'Unter dieser Adresse hat der Empfänger kein Konto.',
  receiver_country: () => 'In das Land des Empfängers zahlt der Zahlungsdienst nicht.',
  receiver_currency: () => 'Das Konto des Empfängers nimmt diese Währung nicht an.',
  returned: () => 'Das Geld kam zurück.',
  refunded: () => 'Der Empfänger hat das Geld nicht angenommen.',
  blocked: () => 'Der Zahlungsdienst hat die Zahlung gesperrt.',
  failed: () => 'Der Zahlungsdienst konnte nicht zahlen und sagt nicht, warum.',
  other: (said) => `Der Zahlungsdienst nennt einen eigenen Grund: ${said}.`,
  trouble: () => 'Der Zahlungsdienst hat nicht eindeutig geantwortet.',
};
