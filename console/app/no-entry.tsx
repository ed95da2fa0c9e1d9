import { problemFrom } from '../api/problem.ts';
import { Button } from '../parts/button.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { loadFrame, showPage } from './boot.tsx';
import { parts } from './texts.ts';

interface Ways {
  logIn(): Promise<never>;
  logOut(): Promise<never>;
}

/** Says why somebody has not got into a page, with another try and the way out. */
export const showNoEntry = async (thrown: unknown, { logIn: again, logOut: leave }: Ways): Promise<void> => {
  await loadFrame();
  showPage(
    <main class="alone">
      <h1>{parts.t.product}</h1>
      <ProblemNote problem={problemFrom(thrown)} />
      <div class="actions">
        <Button kind="primary" onClick={() => void again()}>
          {parts.t.again}
        </Button>
        <Button onClick={() => void leave()}>{parts.t.logOut}</Button>
      </div>
    </main>,
  );
};
