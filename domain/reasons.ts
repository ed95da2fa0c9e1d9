import { ANSWER_PROBLEMS } from './form-problems.ts';
import { LIMITS, type Limited } from './limits.ts';
import { FEATURES } from './plans.ts';

/** How something stands that cannot become what was asked. */
const STANDINGS = [
  ...(['accepted', 'archived', 'closed', 'decided', 'declined', 'fixed', 'has_begun', 'has_login', 'held'] as const),
  ...(['in_review', 'in_use', 'inactive', 'invoice_final', 'kept', 'live_program', 'lost', 'on_hold'] as const),
  ...(['qualified', 'reassigned', 'registered', 'rejected', 'reserved', 'revoked', 'submitted', 'won'] as const),
  ...(['expired', 'used', 'withdrawn', 'account_closed', 'sign_up_closed', 'test_program', 'gone'] as const),
  'earned',
] as const;

/** What belongs to somebody or something else already. */
const TAKEN = [
  ...(['account_exists', 'already_invited', 'email_taken', 'host_taken', 'is_partner', 'member_exists'] as const),
  ...(['minimum_taken', 'name_taken', 'other_program', 'partner_exists', 'partner_key_taken', 'slug_taken'] as const),
] as const;

/** What is not known to the program. */
const UNKNOWN = [
  ...(['unknown_application', 'unknown_field', 'unknown_filter', 'unknown_form', 'unknown_format'] as const),
  ...(['unknown_group', 'unknown_language', 'unknown_merge_field', 'unknown_partnership'] as const),
  ...(['unknown_reference', 'unknown_segment', 'unknown_stage', 'unknown_tag', 'unknown_upload'] as const),
] as const;

/** What is missing for it. */
const MISSING = [
  ...(['after_missing', 'amount_missing', 'currency_missing', 'customer_missing', 'destination_missing'] as const),
  ...(['file_missing', 'kind_missing', 'measurement_needed', 'no_destination', 'no_membership', 'no_method'] as const),
  ...(['no_payment_method', 'no_tiers', 'nothing_to_pay', 'password_required', 'period_missing'] as const),
  ...(['program_required', 'reason_missing', 'terms_required', 'trigger_missing'] as const),
] as const;

/** What is larger than it may be, besides the limits of a program. */
const TOO_MUCH = [
  ...(['amount_too_large', 'below_clawbacks', 'below_minimum', 'configuration_size', 'file_size', 'links'] as const),
  ...(['over_refund', 'range_too_long', 'too_deep', 'too_fast', 'too_large', 'too_many_decisions'] as const),
  ...(['too_many_figures', 'too_many_groups', 'too_many_refunds', 'too_many_rewards', 'too_many_rows'] as const),
  ...(['too_many_segments', 'too_many_tags'] as const),
] as const;

/** Everything else that stands against a request. */
const RULES = [
  ...(['added_and_removed', 'amount_differs', 'bad_header', 'checked_by_product', 'circle'] as const),
  ...(['credentials_incomplete', 'currency_mismatch', 'custom_links', 'default_group', 'earlier_payout_open'] as const),
  ...(['email_of_login', 'file_type', 'first_minimum', 'first_tier', 'form_off', 'had_its_turn'] as const),
  ...(['host_not_verified', 'idempotency_key_reused', 'idempotency_key_running', 'in_the_past'] as const),
  'in_the_future',
  ...(['incomplete', 'invalid_fields', 'invalid_trigger', 'kind_of_file', 'last_owner', 'measurement_set'] as const),
  ...(['minimums_incomplete', 'money_owed', 'moved_by', 'movement_set', 'no_such_day', 'not_an_image'] as const),
  ...(['not_confirmed', 'not_final', 'not_in_review', 'not_on_hold', 'not_reassignable', 'not_waiting'] as const),
  ...(['one_origin', 'one_subject', 'other_login', 'other_site', 'partnership_inactive'] as const),
  ...(['payout_on_its_way', 'provider_refused', 'range_is_empty', 'recruiter_set', 'role'] as const),
  ...(['same_partnership', 'scope', 'second_tier', 'several_customers', 'small_business', 'tax_number'] as const),
  ...(['terms', 'terms_changed', 'tiers_changed', 'token', 'usages_changed', 'vat_number'] as const),
  ...(['weak_password', 'wrong_mode', 'not_submitter'] as const),
] as const;

/** In what a repeated request differs from the first one with its key. */
const DIFFERENCES = [
  ...(['account_key', 'account_name', 'amount', 'answers', 'close_date', 'company', 'contact_email'] as const),
  ...(['contact_first_name', 'contact_last_name', 'country', 'currency', 'customer_key', 'description'] as const),
  ...(['email', 'first_name', 'last_name', 'lines', 'metadata', 'name', 'note', 'partnership'] as const),
  ...(['partnership_key', 'phone', 'provider_key', 'target_key', 'target_type', 'transaction', 'type'] as const),
  ...(['value', 'created_at'] as const),
] as const;
export type Difference = (typeof DIFFERENCES)[number];

const isLimited = (name: string): name is Limited => Object.hasOwn(LIMITS, name);

/** Every rule that a refusal can name. Whoever shows refusals in a language has a sentence for each. */
export const REASONS = [
  ...STANDINGS,
  ...TAKEN,
  ...UNKNOWN,
  ...MISSING,
  ...TOO_MUCH,
  ...RULES,
  ...DIFFERENCES,
  ...FEATURES,
  ...Object.keys(LIMITS).filter(isLimited),
] as const;
export type Reason = (typeof REASONS)[number];

/** Whether the reason is the field in which a repeated request differs. */
export const isDifference = (reason: string): reason is Difference => DIFFERENCES.some((field) => field === reason);

/** What can be wrong with a field beside what can be wrong with an answer to a form. */
const FIELD_RULES = [
  ...([
    'address_too_long',
    'always_required',
    'always_shown',
    'below_minimum_of_field',
    'built_in',
    'click_parameter',
    'colour',
    'currency_code',
    'decimal',
    'empty',
  ] as const),
  ...([
    'final_stage',
    'first_stage',
    'handle',
    'hidden_default',
    'hidden_file',
    'host',
    'https_address',
    'key',
    'least_entries',
    'link_slug',
  ] as const),
  ...(['linkedin', 'month', 'most_entries', 'multiple_of', 'name_not_allowed', 'no_form', 'not_there'] as const),
  ...([
    'not_for_type',
    'not_valid',
    'page_slug',
    'plain_address',
    'parameter_name',
    'printable',
    'same_key',
    'same_name',
    'something',
  ] as const),
  ...(['time_zone', 'used_by'] as const),
] as const;

/** Every rule that a refusal can name for a single field. */
export const FIELD_REASONS = [...ANSWER_PROBLEMS, ...FIELD_RULES] as const;
export type FieldReason = (typeof FIELD_REASONS)[number];
