import type { Gets } from '../../../api/operations.ts';

export type Link = Gets['/v2/portal/links']['data']['items'][number];

/** What a link is called: its own name, or the end of its address. */
export const nameOf = ({ name, slug }: Link): string => (name === null || name === '' ? slug : name);
