import type { FieldProblem } from '../../domain/errors.ts';
import { CLICK_PARAMETER } from '../../domain/links.ts';
import type { FieldReason } from '../../domain/reasons.ts';

/** What schemas say in sentences of their own, in a word: whoever shows them in another language goes by it. */
const WORDS: Readonly<Record<string, FieldReason>> = {
  'Is too long once it is encoded.': 'address_too_long',
  'Must be a colour such as #1a2b3c.': 'colour',
  'Must be a day such as 2026-01-31.': 'day',
  'Must be a decimal number with at most 4 decimals.': 'decimal',
  'Must be a handle such as @acme.': 'handle',
  'Must be a month such as 2026-01.': 'month',
  'Must be a whole number.': 'whole_number',
  'Must be an address of linkedin.com.': 'linkedin',
  'Must be an e-mail address.': 'email',
  'Must be an http or https address.': 'url',
  'Must be an https address.': 'https_address',
  'Must be an IANA time zone such as Europe/London.': 'time_zone',
  'Must be an ISO 3166-1 country code of two letters.': 'country',
  'Must be an ISO 4217 currency code in capitals.': 'currency_code',
  'Must be one line of text.': 'one_line',
  'Must be printable letters.': 'printable',
  'Must be letters, digits, hyphens and underscores.': 'printable',
  'Must be the name of a host that everybody can reach, in small letters, such as go.example.com.': 'host',
  'Must begin with a letter and have at most 40 letters, digits, dots, hyphens and underscores.': 'parameter_name',
  'Must have 1 to 40 letters a-z, digits and underscores, beginning with a letter.': 'key',
  'Must have 1 to 40 letters a-z, digits and underscores.': 'key',
  'Must have 1 to 60 letters a-z, digits and hyphens.': 'page_slug',
  'Must have 2 to 63 letters a-z, digits, hyphens and underscores, with a letter or digit at both ends.': 'link_slug',
  'Must not contain a user name or password.': 'plain_address',
  [`Must not contain ${CLICK_PARAMETER} itself.`]: 'click_parameter',
  'Must be given, or an e-mail address.': 'required',
  'Must name at least one field to change.': 'something',
  'Must name tags to add or to remove.': 'something',
  'This name has a meaning of its own.': 'name_not_allowed',
  'This name is not allowed here.': 'name_not_allowed',
  'This word is reserved.': 'name_not_allowed',
};

const MOST = /^Must (?:have|be) at most (\d+) (entries|characters)\.$/;

/** The word for a sentence of a schema. */
export const wordOfSentence = (sentence: string): Pick<FieldProblem, 'reason' | 'value'> => {
  const [, most, of] = MOST.exec(sentence) ?? [];
  if (most === undefined) return { reason: WORDS[sentence] ?? 'not_valid' };
  return { reason: of === 'entries' ? 'most_entries' : 'most_characters', value: Number(most) };
};
