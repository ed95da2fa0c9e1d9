import * as z from 'zod/mini';
import { publicOperation } from '../contract.ts';
import { line } from './fields.ts';
import { secureAddress, slug } from './link-fields.ts';

export const getJoinLink = publicOperation({
  id: 'getJoinLink',
  method: 'GET',
  path: '/v2/public/join/{slug}',
  tag: 'groups',
  summary: 'What a join link leads to',
  description: 'Whoever applies through it lands in the group that it belongs to. Groups are never shown by name.',
  message: 'Join link found.',
  params: z.strictObject({ slug: line(63) }),
  data: z.strictObject({
    slug,
    program_name: line(100),
    title: z.nullable(line(200)),
    terms_url: z.nullable(secureAddress),
    terms_version: z.nullable(z.int()),
  }),
});
