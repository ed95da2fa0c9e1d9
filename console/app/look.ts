import { computed, signal } from '@preact/signals';
import type { Gets } from '../api/operations.ts';
import { api, partnership } from '../session/person.ts';
import { paint } from './paint.ts';

/** What the program that is shown looks like in its portal. */
export const look = signal<Gets['/v2/portal/look']['data'] | undefined>(undefined);

/** What the program that is shown calls itself to its partners. */
export const programName = computed(() => look.value?.name ?? partnership.value?.name ?? '');

/** Finds out what the chosen program looks like. A portal without its look is still a portal. */
export const loadLook = async (): Promise<void> => {
  try {
    const found = await api.get('/v2/portal/look');
    look.value = found;
    paint(found.palette);
  } catch {
    look.value = undefined;
  }
};
