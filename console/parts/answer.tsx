import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type ApiProblem, problemFrom } from '../api/problem.ts';
import { program } from '../session/person.ts';
import { ProblemNote } from './problem-note.tsx';
import { Skeleton } from './skeleton.tsx';

/** What a page waits for. While it is asked for again, what was there before stays. */
export interface Answered<D> {
  readonly data: D | undefined;
  readonly problem: ApiProblem | undefined;
  readonly waiting: boolean;
  /** Asks again, and resolves when the answer is there. */
  again(): Promise<void>;
}

interface State<D> {
  readonly data?: D;
  readonly problem?: ApiProblem | undefined;
  readonly waiting: boolean;
}

/**
 * Asks for something when the page is first shown, when one of `of` changes, and when another program is chosen:
 *
 *     const groups = useAnswer(() => api.get('/v2/groups'), []);
 */
export const useAnswer = <D,>(ask: () => Promise<D>, of: readonly unknown[]): Answered<D> => {
  const [state, setState] = useState<State<D>>({ waiting: true });
  const turn = useRef(0);
  const asking = useRef(ask);
  asking.current = ask;
  const again = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    setState((before) => ({ ...before, waiting: true }));
    try {
      const data = await asking.current();
      if (mine === turn.current) setState({ data, waiting: false });
    } catch (thrown) {
      if (mine === turn.current) setState((before) => ({ ...before, problem: problemFrom(thrown), waiting: false }));
    }
  }, []);
  const key = program.value?.key;
  useEffect(() => {
    void again();
    return () => {
      turn.current += 1;
    };
  }, [key, ...of]);
  return { data: state.data, problem: state.problem, waiting: state.waiting, again };
};

interface AnswerProps<D> {
  readonly of: Answered<D>;
  /** How many lines the skeleton has, so that nothing moves when the answer is there. */
  readonly lines?: number;
  readonly children: (data: D) => ComponentChildren;
}

/** Shows what was answered; until then a skeleton, and what went wrong with a way to try again. */
export const Answer = <D,>({ of: answered, lines = 6, children }: AnswerProps<D>) => {
  if (answered.data !== undefined) {
    return (
      <div class="answered" aria-busy={answered.waiting}>
        {answered.problem === undefined ? null : <ProblemNote problem={answered.problem} again={answered.again} />}
        {children(answered.data)}
      </div>
    );
  }
  return answered.problem === undefined ? (
    <Skeleton lines={lines} />
  ) : (
    <ProblemNote problem={answered.problem} again={answered.again} />
  );
};
