/**
 * The port to the payment providers. Amounts are integers in minor units.
 *
 * Every outcome says what is known, never what is hoped: a time-out, a lost connection or a server error is `unknown`,
 * and `unknown` is resolved by a look-up before anything is sent again. `busy` means that this request had no effect
 * and the same one may be sent again later, with the same keys.
 */

/** What became of a charge. `reference` is the provider's one payment for the invoice, over all attempts. */
export type ChargeOutcome =
  | { readonly kind: 'paid'; readonly reference: string }
  | { readonly kind: 'declined'; readonly reason: string; readonly reference?: string }
  | { readonly kind: 'processing'; readonly reference: string }
  | { readonly kind: 'unknown'; readonly reason: string; readonly reference?: string }
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number; readonly reference?: string };

/** What the provider knows of an invoice. `none`: it was not charged, at most prepared (then with a reference). */
export type ChargeFinding = ChargeOutcome | { readonly kind: 'none'; readonly reference?: string };

export type PayoutOutcome =
  | { readonly kind: 'paid'; readonly reference: string }
  | { readonly kind: 'pending'; readonly reference: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly reference?: string }
  | { readonly kind: 'returned'; readonly reason: string; readonly reference: string }
  | { readonly kind: 'unknown'; readonly reason: string; readonly reference?: string }
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number };

/** What the provider knows of a payout. `none`: nothing was sent, and sending it now cannot pay twice. */
export type PayoutFinding = PayoutOutcome | { readonly kind: 'none' };

/** A charge as it was stored before the first call; it is the same at every repeat, apart from the attempt. */
export interface ChargeIntent {
  readonly invoiceKey: string;
  /** From the invoice alone: the same for all attempts. */
  readonly idempotencyKey: string;
  readonly customer: string;
  readonly paymentMethod: string;
  readonly amount: number;
  readonly currency: string;
  /** 1, 2 …; rises only after a proved decline. */
  readonly attempt: number;
  /** The reference of an earlier outcome or finding, if there is one. */
  readonly intentReference?: string;
}

export interface ChargeQuestion {
  readonly invoiceKey: string;
  readonly customer: string;
  readonly intentReference?: string;
}

/** A payout as it was stored before the first call; it is the same at every repeat. */
export interface PayoutIntent {
  readonly payoutKey: string;
  readonly idempotencyKey: string;
  readonly destination: string;
  readonly amount: number;
  readonly currency: string;
}

export interface PayoutQuestion {
  readonly payoutKey: string;
  readonly destination: string;
  /** When the payout was first sent, in epoch milliseconds: it decides whether its key still protects it. */
  readonly firstSentAt: number;
  readonly reference?: string;
}

/** Who pays, as the provider is to know it. */
export interface MerchantDetails {
  readonly merchantKey: string;
  readonly name: string;
  readonly email?: string;
}

export interface SetUpRequest extends MerchantDetails {
  readonly currency: string;
  /** The customer of an earlier set-up; without one a customer is created, once per merchant. */
  readonly customer?: string;
  /** Where the merchant's browser goes afterwards. `{CHECKOUT_SESSION_ID}` in it becomes the set-up. */
  readonly successUrl: string;
  readonly cancelUrl: string;
}

export interface SetUpStarted {
  readonly customer: string;
  readonly setUp: string;
  /** The provider's own page, where card or bank details are given; they never pass through here. */
  readonly url: string;
}

export type SetUpState =
  | { readonly kind: 'ready'; readonly customer: string; readonly paymentMethod: PaymentMethodDetails }
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'expired' };

export interface PaymentMethodDetails {
  readonly reference: string;
  /** `card`, `sepa_debit` … */
  readonly type: string;
  /** What a person recognises it by: `visa 4242`. */
  readonly label: string;
}

/** Collects invoices. Stripe does this. */
export interface Charging {
  /**
   * Charges a stored payment method without its owner being there. One payment per invoice is created and confirmed
   * once per attempt. After `unknown`, call `lookUpCharge`; after its `none`, charge again with the same attempt.
   */
  charge(intent: ChargeIntent): Promise<ChargeOutcome>;
  lookUpCharge(question: ChargeQuestion): Promise<ChargeFinding>;
  /** The merchant's customer at the provider, made with the first call. @throws Failure as `setUp`. */
  createCustomer(merchant: MerchantDetails): Promise<string>;
  /** @throws Failure `busy` when the provider cannot be reached, `unprocessable` when it refuses. */
  setUp(request: SetUpRequest): Promise<SetUpStarted>;
  /** @throws Failure as `setUp`. */
  readSetUp(setUp: string): Promise<SetUpState>;
}

export interface OnboardingRequest {
  readonly partnerKey: string;
  readonly email: string;
  /** Two letters. */
  readonly country?: string;
  /** The destination of an earlier onboarding that was not finished. */
  readonly destination?: string;
  readonly returnUrl: string;
  readonly refreshUrl: string;
}

export interface OnboardingStarted {
  readonly destination: string;
  /** The provider's page where the partner goes on; absent when nothing is left to do. */
  readonly url?: string;
}

/** Whether money can be sent to a destination. */
export type MethodStatus =
  | { readonly kind: 'verified' }
  | { readonly kind: 'incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'restricted'; readonly reason: string };

/** Sends partners their money. Stripe Connect and PayPal Payouts do this. */
export interface PayingOut {
  /** One transfer for one payout. After `unknown`, call `lookUp`; after its `none`, pay again with the same intent. */
  pay(intent: PayoutIntent): Promise<PayoutOutcome>;
  lookUp(question: PayoutQuestion): Promise<PayoutFinding>;
  /** @throws Failure `busy` when the provider cannot be reached, `unprocessable` when it refuses. */
  onboard(request: OnboardingRequest): Promise<OnboardingStarted>;
  /** @throws Failure as `onboard`. */
  methodStatus(destination: string): Promise<MethodStatus>;
}

/** What a webhook is about. It is a hint to look things up, never the truth itself. */
export type ProviderNews = { readonly eventId: string } & (
  | { readonly about: 'charge'; readonly invoiceKey: string; readonly reference: string }
  | { readonly about: 'payout'; readonly payoutKey: string; readonly reference: string }
  | { readonly about: 'payout method'; readonly destination: string }
  | { readonly about: 'payment method'; readonly setUp: string }
  | { readonly about: 'nothing' }
);

/** Reads the provider's webhooks. */
export interface Announcing {
  /**
   * Undefined when the request is not the provider's. Header names are lower case, the body is as it arrived.
   * @throws Failure `busy` when the provider has to be asked and cannot be reached.
   */
  readWebhook(headers: Readonly<Record<string, string | undefined>>, body: string): Promise<ProviderNews | undefined>;
}
