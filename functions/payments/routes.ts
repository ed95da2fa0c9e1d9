import { openRoute, type Route, route } from '../shared/api.ts';
import * as contracts from '../shared/contracts/payments.ts';
import { cashOutNow, payNow } from './by-hand.ts';
import type { PaymentDeps } from './deps.ts';
import {
  beginSetUp,
  forgetPaymentMethod,
  readPaymentMethods,
  readSetUp,
  storePaymentMethod,
} from './payment-methods.ts';
import { readPayoutMethod, storePayoutMethod } from './payout-method.ts';
import { portalRoutes } from './portal.ts';
import { receiveNews } from './webhooks.ts';

/** The operations in which money moves, or is told where to move. */
export const routes = (deps: PaymentDeps): readonly Route[] => [
  route(contracts.payInvoice, payNow(deps)),
  route(contracts.cashOut, cashOutNow(deps)),
  route(contracts.createPaymentMethod, storePaymentMethod(deps)),
  route(contracts.listPaymentMethods, readPaymentMethods(deps)),
  route(contracts.deletePaymentMethod, forgetPaymentMethod(deps)),
  route(contracts.startSetUp, beginSetUp(deps)),
  route(contracts.completeSetUp, readSetUp(deps)),
  route(contracts.setPayoutMethod, storePayoutMethod(deps)),
  route(contracts.getPayoutMethod, readPayoutMethod(deps)),
  ...portalRoutes(deps),
  openRoute(contracts.stripeWebhook, receiveNews(deps, 'stripe')),
  openRoute(contracts.paypalWebhook, receiveNews(deps, 'paypal')),
];
