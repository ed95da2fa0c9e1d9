/** The part of a key that sorts by time and order of making, whatever it is the key of. */
export const moment = (key: string): string => key.slice(key.indexOf('_') + 1);
