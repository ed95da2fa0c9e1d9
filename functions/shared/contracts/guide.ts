import * as z from 'zod/mini';
import { GUIDE_CHECKS, GUIDE_STEPS } from '../../../domain/guide.ts';
import { operation } from '../contract.ts';
import { instant, line } from './fields.ts';

const tag = 'guide';

/** A step of setting up a program. */
export const Step = z.strictObject({
  key: z.enum(GUIDE_STEPS),
  /** From 1. */
  number: z.int(),
  state: z.enum(['done', 'open']),
  /** Whether only a person can say that it is done. */
  by_hand: z.boolean(),
  /** What the product looked at by itself. */
  checks: z.array(
    z.strictObject({
      key: z.enum(GUIDE_CHECKS),
      done: z.boolean(),
      /** When what was seen happened; null where only its number is known. */
      at: z.nullable(instant),
      /** The key of what was seen. */
      subject_key: z.nullable(line(255)),
      count: z.nullable(z.int()),
    }),
  ),
  /** Who said that it is done, and when; null for a step with checks. */
  ticked: z.nullable(z.strictObject({ at: instant, by: line(200) })),
});

export const getGuide = operation({
  id: 'getGuide',
  method: 'GET',
  path: '/v2/guide',
  tag,
  scope: 'programs:read',
  summary: 'How far the program is set up, step by step',
  description:
    'Each check says what it saw: the newest of its kind, or how many there are. Where a program has many partners, customers or applications, only the latest (and of partners the first) are looked at.',
  message: 'Guide retrieved.',
  data: z.strictObject({ done: z.int(), total: z.int(), steps: z.array(Step) }),
});

export const tickGuideStep = operation({
  id: 'tickGuideStep',
  method: 'POST',
  path: '/v2/guide/{step}',
  tag,
  scope: 'programs:write',
  summary: 'Say that a step is done, or not done',
  description: 'Only of steps that the product cannot check by itself (`by_hand`).',
  message: 'Step marked.',
  params: z.strictObject({ step: z.enum(GUIDE_STEPS) }),
  body: z.strictObject({ done: z.boolean() }),
  data: Step,
});
