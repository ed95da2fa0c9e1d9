import type { GuideStep } from '../../../../domain/guide.ts';

/** Where a step is done: a path of the console. What is done elsewhere, such as on the merchant's own site, has none. */
export const PLACES = {
  connect_site: '/connect',
  open_portal: '/partners/invite',
  program_settings: '/settings/billing',
  group_and_offer: '/groups',
  welcome_emails: '/partners/invite',
  application_form: '/groups',
  form_on_page: '/groups',
  promo_material: '/promo',
  portal_welcome_page: '/look/welcome',
  partners_see_their_own: '/promo',
  customer_benefit: '/connect',
  test_program: '/connect/test',
  launch: '/settings/program',
  watch: '/reports',
  pay: '/invoices',
  thank: '/partners',
} as const satisfies Readonly<Record<GuideStep, `/${string}`>>;
