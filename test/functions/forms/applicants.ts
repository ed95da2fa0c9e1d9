import { publicFormSlug } from '../../../table/public-forms.ts';
import type { Answer, TestMerchant } from '../../support/merchant.ts';

/** Parsed JSON, which tests look into as they expect it to be. */
export type Json = ReturnType<typeof JSON.parse>;

export const ANSWERS = {
  email: 'ann@example.com',
  first_name: 'Ann',
  last_name: 'Lee',
  company: 'Lee Ltd',
  country: 'GB',
};

export const slugOf = async (merchant: TestMerchant): Promise<string> =>
  publicFormSlug((await merchant.head()).default_group);

/** Loads the form as a visitor does, who then takes his time. */
export const load = async (merchant: TestMerchant, slug?: string): Promise<{ form: Json; at: string }> => {
  const at = `/v2/public/forms/${slug ?? (await slugOf(merchant))}/application`;
  const form = await merchant.must('GET', at);
  merchant.clock.pass(3_000);
  return { form, at };
};

export const apply = async (
  merchant: TestMerchant,
  answers: object = {},
  more: object = {},
  slug?: string,
): Promise<Answer> => {
  const { form, at } = await load(merchant, slug);
  return merchant.call('POST', at, { token: form.token, answers: { ...ANSWERS, ...answers }, ...more });
};

export const queue = async (merchant: TestMerchant, query = ''): Promise<Json[]> =>
  (await merchant.must('GET', `/v2/applications?limit=100${query}`)).items;
