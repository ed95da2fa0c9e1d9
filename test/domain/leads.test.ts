import fc from 'fast-check';
import {
  decideLead,
  isFinalLead,
  LEAD_DECISIONS,
  LEAD_STATES,
  type LeadDecision,
  type LeadState,
} from '../../domain/leads.ts';

/** What a decision comes to: the next state, `same`, or the state that stands against it. */
const outcome = (status: LeadState, decision: LeadDecision): string => {
  try {
    return decideLead(status, decision) ? decision : 'same';
  } catch (error) {
    const refusal: unknown = error instanceof Error && 'details' in error ? error.details : undefined;
    return `refused: ${JSON.stringify(refusal)}`;
  }
};

const refused = (status: LeadState): string => `refused: ${JSON.stringify({ param: 'status', reason: status })}`;

describe('deciding about a lead', () => {
  test.each([
    ['submitted', 'qualified', 'qualified'],
    ['submitted', 'rejected', 'rejected'],
    ['submitted', 'closed', refused('submitted')],
    ['qualified', 'qualified', 'same'],
    ['qualified', 'closed', 'closed'],
    ['qualified', 'rejected', 'rejected'],
    ['closed', 'closed', 'same'],
    ['closed', 'qualified', refused('closed')],
    ['closed', 'rejected', refused('closed')],
    ['rejected', 'rejected', 'same'],
    ['rejected', 'qualified', refused('rejected')],
    ['rejected', 'closed', refused('rejected')],
  ] as const)('a %s lead that is to be %s: %s', (status, decision, expected) => {
    expect(outcome(status, decision)).toBe(expected);
  });

  test('no sequence of decisions reaches a state twice or leaves a final one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LEAD_DECISIONS), { maxLength: 12 }), (decisions) => {
        let status: LeadState = 'submitted';
        const reached: LeadState[] = [];
        for (const decision of decisions) {
          const before = status;
          const next = outcome(status, decision);
          const known = LEAD_STATES.find((state) => state === next);
          if (known === undefined) continue;
          status = known;
          reached.push(status);
          expect(isFinalLead(before)).toBe(false);
        }
        expect(new Set(reached).size).toBe(reached.length);
      }),
    );
  });
});
