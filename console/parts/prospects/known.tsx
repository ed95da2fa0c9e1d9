import { countryName } from '../countries.ts';
import type { Amount } from '../csv.ts';
import { nameIn, useGroups } from '../definitions.ts';
import type { Fact } from '../facts.tsx';
import { Money, When } from '../figures.tsx';
import { PartnerName } from '../partner-name.tsx';

/** Whose it is. */
export const partnerFact = (
  title: string,
  {
    partnership_key: key,
    partner_key,
  }: { readonly partnership_key: string | null; readonly partner_key: string | null },
  nobody: string,
): Fact => [title, key === null ? nobody : <PartnerName key="partner" of={key} until={partner_key} />];

/** An address that a mail can be written to. */
export const emailFact = (title: string, email: string | null): Fact => [
  title,
  email === null ? null : (
    <a key="email" href={`mailto:${email}`}>
      {email}
    </a>
  ),
];

/** Another page that belongs to it. */
export const linkFact = (title: string, to: string | null, text: string): Fact => [
  title,
  to === null ? null : (
    <a key="link" href={to}>
      {text}
    </a>
  ),
];

/** A country by its name. */
export const countryFact = (title: string, country: string | null): Fact => [
  title,
  country === null ? null : countryName(country),
];

/** What it is worth. */
export const amountFact = (title: string, { amount, currency }: Amount): Fact => [
  title,
  amount === null || currency === null ? null : <Money key="amount" amount={amount} currency={currency} />,
];

/** When something happened to it, if it did. */
export const momentFact = (title: string, at: number | null): Fact => [
  title,
  at === null ? null : <When key="at" at={at} style="minute" />,
];

/** In which group it was handed in. */
export const useGroupFact = (title: string, group: string): Fact => [title, nameIn(useGroups().data, group)];
