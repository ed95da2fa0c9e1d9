import * as z from 'zod/mini';
import {
  destinationProblem,
  hostProblem,
  MAX_PARAMETERS,
  parameterNameProblem,
  slugProblem,
  UTM_PARAMETERS,
} from '../../../domain/links.ts';
import { described, line } from './fields.ts';

/** A text that is good for something, or the sentence that says why not. */
const sound = (problemOf: (text: string) => string | undefined, most: number) =>
  line(most).check((payload) => {
    const message = problemOf(payload.value);
    if (message !== undefined) payload.issues.push({ code: 'custom', input: payload.value, message });
  });

export const slug = described(
  sound(slugProblem, 63),
  'The last part of the address: 2 to 63 letters a-z, digits, hyphens and underscores, unique on its host for ever.',
);
export const destination = described(
  sound(destinationProblem, 2_000),
  'An http or https address without credentials. Visitors are sent there and nowhere else.',
);
export const host = described(sound(hostProblem, 253), 'The name of a host, in small letters.');

const secureProblem = (text: string): string | undefined =>
  /^https:/i.test(text) ? destinationProblem(text) : 'Must be an https address.';
/** An address that a page may show or load. */
export const secureAddress = described(sound(secureProblem, 2_000), 'An https address without credentials.');

const parameterValue = line(200);
export const utm = described(
  z.strictObject(Object.fromEntries(UTM_PARAMETERS.map((name) => [name, z.optional(parameterValue)]))),
  'Parameters that every redirect gets, unless the destination has them itself.',
);
export const parameters = described(
  z
    .record(sound(parameterNameProblem, 40), parameterValue)
    .check(
      z.refine(
        (entries) => Object.keys(entries).length <= MAX_PARAMETERS,
        `Must have at most ${MAX_PARAMETERS} entries.`,
      ),
    ),
  'Further parameters that every redirect gets, unless the destination has them itself.',
);
