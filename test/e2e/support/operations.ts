import type { Acme } from './acme.ts';

export type Method = 'POST' | 'PATCH' | 'PUT';

/** An operation that changes something, with a request that would be accepted. */
export interface Operation {
  readonly name: string;
  readonly method: Method;
  readonly path: (keys: Acme) => string;
  /** A body that would be accepted, with as many of its fields as there are. */
  readonly body: (keys: Acme) => Readonly<Record<string, unknown>>;
}

const person = { email: 'new@partners.example', first_name: 'New', last_name: 'Partner', company: 'N', country: 'GB' };
export const offer = { type: 'percentage', bps: 500, description: '5 %', cap_per_reward: 100, cap_month: 1000 };
export const line = {
  product_key: 'mug',
  category_key: 'kitchen',
  quantity: 2,
  unit_amount: 250,
  commissionable: true,
};

const post = (path: string, body: Operation['body']): Operation => ({
  ...{ name: `POST ${path}`, method: 'POST', path: () => path, body },
});
const patch = (name: string, path: Operation['path'], body: Operation['body']): Operation => ({
  ...{ name: `PATCH ${name}`, method: 'PATCH', path, body },
});

const asked = (field_key: string, type: string) => ({
  field_key,
  type,
  name: field_key,
  required: true,
  hidden: false,
});
const options = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
];
const FORM_FIELDS = [
  { ...asked('email', 'email'), help_text: 'Help', placeholder_text: 'a@b.example' },
  asked('first_name', 'text'),
  asked('last_name', 'text'),
  asked('company', 'text'),
  asked('phone', 'phone'),
  { ...asked('size', 'text'), minimum: 1, maximum: 9 },
  { ...asked('interests', 'multi_select'), options },
  { ...asked('source', 'text'), hidden: true, default_value: 'site' },
  { ...asked('brief', 'file'), file_types: ['application/pdf'], max_bytes: 1000 },
];

const SALES: readonly Operation[] = [
  post('/v2/customers', () => ({
    ...{ customer_key: 'erin', email: 'erin@shop.example', name: 'Erin', country: 'GB', provider_key: 'cus_1' },
    ...{ metadata: { plan: 'pro' }, partner_key: 'anna' },
  })),
  patch(
    '/v2/customers/{customer}',
    () => '/v2/customers/cathy',
    () => ({ name: 'Cathy', metadata: { plan: 'pro' } }),
  ),
  post('/v2/transactions', () => ({
    ...{ external_key: 'sale-9', customer_key: 'cathy', amount: 500, lines: [line], currency: 'GBP', country: 'GB' },
    ...{ metadata: { shop: 'one' } },
  })),
  post('/v2/transactions/sale-1/refunds', () => ({ external_key: 'refund-9', lines: [{ line: 0, quantity: 1 }] })),
  post('/v2/transactions/sale-2/refunds', () => ({ external_key: 'refund-9', amount: 100 })),
  post('/v2/actions', () => ({
    ...{ external_key: 'action-9', type: 'demo', target_type: 'customer', target_key: 'cathy', value: 2 },
    ...{ amount: 100, currency: 'GBP', metadata: { from: 'app' } },
  })),
  post('/v2/leads', () => ({
    ...{ external_key: 'lead-9', partner_key: 'anna', source: 'partner', email: 'new@firm.example', company: 'Firm' },
    ...{ first_name: 'New', last_name: 'Lead', phone: '+44 20 7946 0000', country: 'GB', customer_key: 'erin' },
    ...{ amount: 100, currency: 'GBP', metadata: { from: 'fair' } },
    answers: { email: 'new@firm.example', first_name: 'New', last_name: 'Lead', company: 'Firm' },
    fields: [{ field_key: 'size', name: 'Size', type: 'text' }],
  })),
  patch(
    '/v2/leads/{lead}',
    () => '/v2/leads/lead-1',
    () => ({
      ...{ email: 'other@firm.example', first_name: 'Other', company: 'Other', country: 'FR', amount: 200 },
      ...{ currency: 'GBP', metadata: { from: 'mail' }, partner_key: 'ben', status: 'qualified', reason: 'Fits' },
    }),
  ),
  post('/v2/leads/lead-1/convert', () => ({ to: 'customer', customer_key: 'erin', email: 'erin@firm.example' })),
  post('/v2/deals', () => ({
    ...{ external_key: 'deal-9', partner_key: 'anna', source: 'partner', name: 'Licences', account_name: 'Firm' },
    ...{ account_key: 'A-9', contact_email: 'cora@firm.example', contact_first_name: 'Cora', country: 'GB' },
    ...{ amount: 100, currency: 'GBP', close_date: '2011-06-30', stage: 'Proposal', metadata: { from: 'fair' } },
    ...{ lost_reason: 'None', fields: [{ field_key: 'account_name', name: 'Account', required: false }] },
  })),
  patch(
    '/v2/deals/{deal}',
    () => '/v2/deals/deal-1',
    () => ({
      ...{ name: 'Other', account_name: 'Other', contact_email: 'dan@firm.example', close_date: '2011-07-31' },
      ...{ amount: 200, currency: 'GBP', metadata: { from: 'mail' }, partner_key: 'ben', stage: 'Won' },
      ...{ reason: 'Fits', lost_reason: 'None', confirm: true, status: 'won' },
    }),
  ),
  post('/v2/deals/deal-1/convert', () => ({ customer_key: 'erin', email: 'erin@firm.example' })),
  {
    ...{ name: 'PUT /v2/groups/{group}/deal-settings', method: 'PUT' },
    path: ({ group }) => `/v2/groups/${group}/deal-settings`,
    body: () => ({
      stages: [
        { key: 'new', name: 'New', final: null },
        { key: 'won', name: 'Won', final: 'won' },
        { key: 'lost', name: 'Lost', final: 'lost' },
      ],
      ...{ moved_by: 'both', confirmation: false, closing_amount: false },
    }),
  },
  post('/v2/coupons', () => ({ code: 'BEN10', partnership_key: 'ben' })),
  patch(
    '/v2/coupons/{coupon}',
    () => '/v2/coupons/ANNA10',
    () => ({ active: false }),
  ),
  post('/v2/person-exports', () => ({ customer_key: 'cathy' })),
  post('/v2/erasures', () => ({ email: 'nobody@shop.example', confirm: 'nobody@shop.example', accept_unpaid: true })),
  {
    ...{ name: 'POST /v2/test-events (click)', method: 'POST', path: () => '/v2/test-events' },
    body: ({ link }) => ({ type: 'click', link_key: link }),
  },
  post('/v2/test-events', () => ({ type: 'sign_up', partner_key: 'anna' })),
  post('/v2/test-events', () => ({ type: 'transaction', customer_key: 'cathy', amount: 100, product_key: 'mug' })),
  post('/v2/test-events', () => ({ type: 'refund', transaction_key: 'sale-2', amount: 10 })),
  post('/v2/customer-tags', () => ({ partnership_key: 'ben', email: 'frank@shop.example' })),
];

const CONFIGURATION: readonly Operation[] = [
  post('/v2/team', () => ({ email: 'new@team.example', role: 'finance' })),
  patch(
    '/v2/team/{member}',
    ({ member }) => `/v2/team/${member}`,
    () => ({ role: 'finance' }),
  ),
  patch(
    '/v2/programs',
    () => '/v2/programs',
    () => ({
      ...{
        name: 'Other',
        attribution_window_days: 30,
        second_tier_bps: 100,
        fee_bps: 10,
        fee_fixed: 1,
        minimum_payout: 100,
      },
      ...{
        approval_delay_days: 1,
        destination_url: 'https://acme.example',
        utm: { utm_source: 'acme' },
        stacking: 'best',
        second_tier_of: 'sale',
      },
    }),
  ),
  post('/v2/groups', () => ({
    ...{ name: 'Other', destination_url: 'https://acme.example', approval_delay_days: 3 },
    ...{ utm: { utm_source: 'acme' }, parameters: { ref: 'partners' }, referral_links: true, custom_links: false },
    social: {
      ...{ title: 'Acme', description: 'Mugs', image_url: 'https://acme.example/a.png', x_handle: '@acme' },
      ...{ linkedin_url: 'https://www.linkedin.com/company/acme', contact_email: 'hello@acme.example' },
    },
    terms_url: 'https://acme.example/terms',
  })),
  patch(
    '/v2/groups/{group}',
    ({ group }) => `/v2/groups/${group}`,
    () => ({ name: 'Other', approval_delay_days: 3 }),
  ),
  post('/v2/tags', () => ({ name: 'other' })),
  patch(
    '/v2/tags/{tag}',
    ({ tag }) => `/v2/tags/${tag}`,
    () => ({ name: 'other' }),
  ),
  post('/v2/segments', ({ tag }) => ({ name: 'Other', match: { and: [tag] } })),
  patch(
    '/v2/segments/{segment}',
    ({ segment }) => `/v2/segments/${segment}`,
    ({ tag }) => ({ name: 'Other', match: { or: [tag] } }),
  ),
  post('/v2/segments/preview', ({ tag, segment }) => ({ match: { and: [tag] }, segment_key: segment })),
  post('/v2/tiers', () => ({ name: 'Gold', minimum: 500_000 })),
  patch(
    '/v2/tiers/{tier}',
    ({ tier }) => `/v2/tiers/${tier}`,
    () => ({ name: 'Gold', minimum: 500_000 }),
  ),
  post('/v2/tiers/preview', ({ tier }) => ({ change: { action: 'update', tier_key: tier, minimum: 500_000 } })),
  post('/v2/tiers/reset', ({ tier }) => ({
    ...{ measurement: 'monthly_sales', movement: 'live', minimums: [{ tier_key: tier, minimum: 500_000 }] },
    confirm: 'as previewed',
  })),
  post('/v2/triggers', ({ group, tier }) => ({
    ...{ name: 'Other', event: 'transaction.accepted', active_from: Date.UTC(2012, 0), active_to: Date.UTC(2013, 0) },
    rules: { and: [{ field: 'country', op: 'in', value: ['Germany'] }] },
    ...{ audience: { type: 'group', group, from_tier: tier }, action: { type: 'reward', offer } },
  })),
  patch(
    '/v2/triggers/{trigger}',
    ({ trigger }) => `/v2/triggers/${trigger}`,
    () => ({ name: 'Other', action: { type: 'reward', offer } }),
  ),
  post('/v2/triggers/dry-run', ({ group, trigger }) => ({
    ...{ trigger_key: trigger, version: 1, from: '2011-01-01', to: '2011-01-31' },
    trigger: {
      ...{
        name: 'Other',
        event: 'transaction.accepted',
        active_from: 0,
        active_to: 1,
        audience: { type: 'group', group },
      },
      rules: { and: [{ field: 'country', op: 'in', value: ['Germany'] }] },
      action: { type: 'reward', offer },
    },
  })),
  post('/v2/offers', ({ group, tier }) => ({
    ...{ name: 'Other', event: 'transaction.accepted', offer, group_key: group, from_tier: tier },
    ...{ active_from: Date.UTC(2012, 0), active_to: Date.UTC(2013, 0) },
  })),
  patch(
    '/v2/offers/{offer}',
    ({ trigger }) => `/v2/offers/${trigger}`,
    ({ group }) => ({ name: 'Other', offer, group_key: group }),
  ),
  post('/v2/partnerships', ({ group, tag }) => ({
    ...person,
    partner_key: 'new',
    password: 'Geheim 123456',
    group_key: group,
    tags: [tag],
    recruited_by: 'anna',
  })),
  patch(
    '/v2/partnerships/{partnership}',
    () => '/v2/partnerships/anna',
    ({ group, tag }) => ({
      ...{ ...person, group_key: group, tags: [tag], status: 'inactive', status_reason: 'Coupon sites' },
    }),
  ),
  post('/v2/partnerships/tags', ({ tag }) => ({ add: [tag], remove: [], partnerships: ['anna'] })),
  patch(
    '/v2/partnerships/{partnership}/tags',
    () => '/v2/partnerships/anna/tags',
    ({ tag }) => ({ add: [tag], remove: [] }),
  ),
  post('/v2/partnerships/move', ({ group }) => ({ group_key: group, partnerships: ['anna'] })),
  patch(
    '/v2/partnerships',
    () => '/v2/partnerships',
    ({ group }) => ({ group_key: group, partnerships: ['anna'] }),
  ),
  post('/v2/partnerships/bulk', ({ group }) => ({ action: 'move', group_key: group, partnerships: ['ben'] })),
  post('/v2/partnerships/bulk', ({ tag }) => ({ action: 'tag', tags: [tag], partnerships: ['ben'] })),
  post('/v2/partnerships/bulk', () => ({ action: 'deactivate', reason: 'Coupon sites', partnerships: ['ben'] })),
  post('/v2/partnerships/bulk', () => ({ action: 'reactivate', partnerships: ['ben'] })),
  post('/v2/invitations', ({ group, tag }) => ({
    ...{ email: 'invited@partners.example', first_name: 'In', last_name: 'Vited', company: 'I', group_key: group },
    ...{ tags: [tag], recruited_by: 'anna', message: 'Come in.' },
  })),
  post('/v2/partnerships/ben/notes', () => ({ text: 'Wants a higher rate.' })),
  post('/v2/links', () => ({
    partnership_key: 'anna',
    slug: 'other',
    destination_url: 'https://acme.example',
    name: 'Other',
    utm: { utm_source: 'anna' },
  })),
  patch(
    '/v2/links/{link}',
    ({ link }) => `/v2/links/${link}`,
    () => ({ name: 'Other', destination_url: 'https://acme.example' }),
  ),
  patch(
    '/v2/form-templates/{form}',
    ({ form }) => `/v2/form-templates/${form}`,
    () => ({ title: 'Other', description: 'Other', enabled: true, fields: FORM_FIELDS }),
  ),
  {
    ...{ name: 'POST /v2/form-templates/{form}/copy', method: 'POST' },
    path: ({ form }) => `/v2/form-templates/${form}/copy`,
    body: ({ group }) => ({ from_group: group }),
  },
  post('/v2/creatives', ({ group }) => ({
    ...{ name: 'Other', kind: 'text_link', description: 'For blogs', position: 3, text_link: { text: 'Mugs' } },
    ...{ target: { type: 'groups', group_keys: [group] }, destination_url: 'https://acme.example/mugs' },
  })),
  post('/v2/creatives', ({ segment }) => ({
    ...{ name: 'Picture', kind: 'banner', banner: { upload: 'up_none', alt_text: 'A mug' } },
    target: { type: 'segments', segment_keys: [segment] },
  })),
  post('/v2/creatives', () => ({ name: 'Mail', kind: 'email', email: { subject: 'Mugs', body: 'Buy at {link}' } })),
  post('/v2/creatives', () => ({ name: 'Kit', kind: 'file', file: { upload: 'up_none', name: 'Kit.zip' } })),
  post('/v2/creatives/uploads', () => ({ kind: 'banner', type: 'image/png', size: 1000 })),
  patch(
    '/v2/creatives/{creative}',
    ({ creative }) => `/v2/creatives/${creative}`,
    () => ({
      ...{ name: 'Another', description: 'For all', position: 4, target: { type: 'all' }, archived: false },
      ...{ destination_url: 'https://acme.example', text_link: { text: 'Cups' } },
    }),
  ),
  patch(
    '/v2/portal-look',
    () => '/v2/portal-look',
    () => ({
      ...{ name: 'Acme Partners', primary_color: '#123456', accent_color: '#654321' },
      ...{ welcome: { title: 'Welcome', text: 'Hello' }, imprint_url: 'https://acme.example/imprint' },
      ...{ privacy_url: 'https://acme.example/privacy', terms_url: 'https://acme.example/terms' },
    }),
  ),
  patch(
    '/v2/portal-look',
    () => '/v2/portal-look',
    () => ({ logo: { upload: 'up_none' } }),
  ),
  post('/v2/portal-look/uploads', () => ({ type: 'image/png', size: 1000 })),
  post('/v2/portal-pages', ({ group }) => ({
    ...{ title: 'Other', slug: 'other', text: 'Text', position: 3 },
    target: { type: 'groups', group_keys: [group] },
  })),
  patch(
    '/v2/portal-pages/{page}',
    ({ page }) => `/v2/portal-pages/${page}`,
    () => ({ title: 'Another', slug: 'another', text: 'More', position: 4, target: { type: 'all' } }),
  ),
  post('/v2/domains', () => ({ host: 'go.acme.example' })),
  patch(
    '/v2/domains/{domain}',
    ({ domain }) => `/v2/domains/${domain}`,
    () => ({ portal: false }),
  ),
  post('/v2/exports', () => ({ kind: 'statistics', by: 'link', per: 'day', from: '2011-01-01', to: '2011-01-31' })),
  post('/v2/exports', ({ group }) => ({
    ...{ kind: 'partnerships', format: 'jsonl', byte_order_mark: false, group_key: group, status: 'active' },
  })),
  {
    ...{ name: 'POST /v2/applications/{application}/approve', method: 'POST' },
    path: ({ application }) => `/v2/applications/${application}/approve`,
    body: ({ group, tag }) => ({ group_key: group, tags: [tag], partner_key: 'zoe' }),
  },
  {
    ...{ name: 'POST /v2/applications/{application}/reject', method: 'POST' },
    path: ({ application }) => `/v2/applications/${application}/reject`,
    body: () => ({ reason: 'No audience' }),
  },
  patch(
    '/v2/applications/decision',
    () => '/v2/applications/decision',
    ({ application, group, tag }) => ({
      ...{ decision: 'approved', applications: [application], group_key: group, tags: [tag], reason: 'Good' },
    }),
  ),
  post('/v2/imports/uploads', () => ({})),
  post('/v2/imports', ({ importFile, group }) => ({
    ...{ source: 'csv', kind: 'partners', file: importFile, dry_run: true, currency: 'GBP', date_order: 'day_first' },
    groups: { Launch: group },
  })),
  // What is wrong is found before the key is looked for.
  post('/v2/api-keys/key_none/rotate', () => ({ overlap_hours: 2 })),
  post('/v2/api-keys', () => ({ name: 'Other', scopes: ['sales:read'] })),
  post('/v2/merchant/programs', () => ({ name: 'Other', currency: 'EUR', time_zone: 'UTC', mode: 'live' })),
  patch(
    '/v2/merchant',
    () => '/v2/merchant',
    () => ({ name: 'Other', email: 'other@acme.example' }),
  ),
  { ...post('/v2/guide/{step}', () => ({ done: true })), path: () => '/v2/guide/thank' },
  {
    ...{ name: 'PUT /v2/billing-details', method: 'PUT', path: () => '/v2/billing-details' },
    body: () => ({
      ...{ name: 'Acme', address_line_1: '1 High Street', address_line_2: 'Floor 2', postal_code: 'N1 9GU' },
      ...{ city: 'London', state: 'England', country: 'GB', vat_number: 'GB123456789', reference: 'PO 7' },
    }),
  },
];

const BILLING: readonly Operation[] = [
  post('/v2/rewards', () => ({
    external_key: 'gift-9',
    partnership_key: 'anna',
    amount: 100,
    description: 'Thanks',
    note: 'A gift',
  })),
  patch(
    '/v2/rewards/{reward}',
    ({ reward }) => `/v2/rewards/${reward}`,
    () => ({ action: 'adjust', amount: 100, note: 'Less' }),
  ),
  patch(
    '/v2/invoices/{invoice}',
    () => '/v2/invoices/2011-01',
    () => ({ note: 'Looked at', action: 'approve' }),
  ),
  post('/v2/payment-methods', () => ({ provider: 'stripe', provider_method: 'pm_card_visa' })),
  {
    ...{ name: 'PUT /v2/partnerships/{partnership}/payout-method', method: 'PUT' },
    path: () => '/v2/partnerships/anna/payout-method',
    body: () => ({ provider: 'stripe', destination: 'acct_ok_other', payouts_held: false }),
  },
];

export const OPERATIONS: readonly Operation[] = [...SALES, ...CONFIGURATION, ...BILLING];
