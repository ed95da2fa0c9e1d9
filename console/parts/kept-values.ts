import { useEffect, useRef, useState } from 'preact/hooks';
import { guardLeaving } from '../app/router.ts';
import { parts } from '../app/texts.ts';
import { holdUnsaved, takeKept } from '../session/drafts.ts';
import { ownEmail, partnership, program } from '../session/person.ts';
import { tell } from './toasts.tsx';

const owner = (): string => [ownEmail.value, program.value?.key, partnership.value?.key].join(' ');

/** The values with which a form begins: those that were kept over a login, else its own. */
export const useKeptValues = <V extends object>(name: string | undefined, initial: V) =>
  useState<V>(() => {
    const kept = name === undefined ? undefined : takeKept(name, owner());
    if (typeof kept !== 'object' || kept === null) return initial;
    tell(parts.t.form.kept);
    // JSON leaves out what is undefined: a field that was emptied stays so.
    const emptied = Object.fromEntries(Object.keys(initial).map((field) => [field, undefined]));
    return { ...initial, ...emptied, ...kept };
  });

/** Has the values of a form kept when the session ends in the middle of it. */
export const useKeeping = (name: string | undefined, values: unknown, dirty: boolean): void => {
  const now = useRef(values);
  now.current = values;
  useEffect(() => {
    if (name === undefined || !dirty) return undefined;
    return holdUnsaved(name, () => {
      // They are kept: leaving for the login loses nothing that would have to be asked about.
      guardLeaving(undefined);
      return { owner: owner(), values: now.current };
    });
  }, [name, dirty]);
};
