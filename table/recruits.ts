import { recruitKey } from './keys.ts';
import { absent, type Write } from './store.ts';

/** Lists a partnership with its recruiter, who is set once (`recruit_exists`). */
export const addRecruit = (recruiter: string, partnership: string): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...recruitKey(recruiter, partnership), partnership },
  condition: absent('recruit_exists'),
});
