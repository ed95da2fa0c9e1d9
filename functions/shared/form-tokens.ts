import { createHmac, timingSafeEqual } from 'node:crypto';
import { encodeServing, parseServing, type Serving } from '../../domain/form-tokens.ts';
import type { FormName } from '../../table/forms.ts';

/** 128 bits: more than anybody can try. */
const MAC_BYTES = 16;

/** Signs what a served form remembers, so that a submission cannot make it up. */
export interface FormTokens {
  issue(form: FormName, serving: Serving): string;
  /** What a token says; undefined when it is forged or of another form. */
  read(form: FormName, token: string): Serving | undefined;
}

/** Tokens under a secret. It signs other things too: the form is part of what is signed, and nothing else reads so. */
export const openFormTokens = (secret: string): FormTokens => {
  const macOf =
    ({ program, group, kind }: FormName) =>
    (text: string): string =>
      createHmac('sha256', secret)
        .update(`form\n${program}\n${group}\n${kind}\n${text}`)
        .digest()
        .subarray(0, MAC_BYTES)
        .toString('base64url');
  return {
    issue: (form, serving) => encodeServing(serving, macOf(form)),
    read: (form, token) => {
      const claim = parseServing(token);
      if (claim === undefined) return undefined;
      const expected = Buffer.from(macOf(form)(claim.signed));
      const claimed = Buffer.from(claim.mac);
      const isOurs = expected.length === claimed.length && timingSafeEqual(expected, claimed);
      return isOurs ? claim.serving : undefined;
    },
  };
};
