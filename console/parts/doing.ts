import { tell, tellProblem } from './toasts.tsx';

/** Does something, says that it is done, and shows what it has changed. */
export type Run = (what: () => Promise<unknown>, said: string) => Promise<void>;

/** For buttons that do something at once: `again` asks anew for what is shown. */
export const doing =
  (again: () => Promise<void>): Run =>
  async (what, said) => {
    try {
      await what();
      tell(said);
      await again();
    } catch (thrown) {
      tellProblem(thrown);
    }
  };
