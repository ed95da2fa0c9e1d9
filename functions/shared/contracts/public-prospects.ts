import * as z from 'zod/mini';
import { publicOperation } from '../contract.ts';
import { clickId, line } from './fields.ts';
import { received, sentForm } from './public-forms.ts';

const tag = 'public forms';
const params = z.strictObject({ form: line(63) });
const body = z.strictObject({ ...sentForm, click_id: z.optional(clickId) });
const description =
  '`click_id` is what the tracked link handed to the page: the lead or deal belongs to its partnership. The answer is always the same; the same token again gives it again.';

export const submitLeadForm = publicOperation({
  id: 'submitLeadForm',
  method: 'POST',
  path: '/v2/public/forms/{form}/lead',
  tag,
  requestsPerMinute: 30,
  summary: 'Submit a lead through a form',
  description,
  message: 'Received.',
  params,
  body,
  data: received,
});

export const submitDealForm = publicOperation({
  id: 'submitDealForm',
  method: 'POST',
  path: '/v2/public/forms/{form}/deal',
  tag,
  requestsPerMinute: 30,
  summary: 'Register a deal through a form',
  description,
  message: 'Received.',
  params,
  body,
  data: received,
});
