import { signal } from '@preact/signals';
import { ConfirmDialog } from './dialog.tsx';

interface Question {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly cancel?: string;
  readonly hurts?: boolean;
}

const asked = signal<(Question & { readonly answer: (yes: boolean) => void }) | undefined>(undefined);

/** Asks the person, and resolves to whether the answer is yes. */
export const ask = (question: Question): Promise<boolean> =>
  new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = undefined;
        resolve(yes);
      },
    };
  });

/** The place where questions come up. */
export const Asking = () => {
  const question = asked.value;
  if (question === undefined) return null;
  const { title, text, action, cancel, hurts = true, answer } = question;
  return (
    <ConfirmDialog
      title={title}
      action={action}
      hurts={hurts}
      {...(cancel === undefined ? {} : { cancel })}
      close={() => answer(false)}
      confirm={() => answer(true)}
    >
      <p>{text}</p>
    </ConfirmDialog>
  );
};
