import { signal } from '@preact/signals';
import type { Program } from '../api/operations.ts';
import { api, program } from './person.ts';

const known = signal<Program | undefined>(undefined);
let asked: { readonly key: string; readonly answer: Promise<void> } | undefined;

const ask = async (): Promise<void> => {
  known.value = await api.get('/v2/programs');
};

/** Asks for the settings of the program that is shown, once for each program that is chosen. */
export const loadProgram = (): Promise<void> => {
  const key = program.peek()?.key ?? '';
  if (asked?.key !== key) {
    const answer = ask().catch((thrown: unknown) => {
      asked = undefined;
      throw thrown;
    });
    asked = { key, answer };
  }
  return asked.answer;
};

/** The settings of the program that is shown (currency, time zone, …): every area of the console may rely on them. */
export const settingsOfProgram = (): Program => {
  if (known.value === undefined) throw new Error('The settings of the program are there in areas of the console only.');
  return known.value;
};

/** Tells the console that the settings were changed. */
export const changedProgram = (settings: Program): void => {
  known.value = settings;
};
