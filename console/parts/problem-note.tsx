import type { ApiProblem } from '../api/problem.ts';
import { parts } from '../app/texts.ts';
import { Button } from './button.tsx';
import { refusalText } from './refusals.ts';

interface ProblemNoteProps {
  readonly problem: ApiProblem;
  readonly again?: (() => unknown) | undefined;
}

/** Says what went wrong and what to do about it. */
export const ProblemNote = ({ problem, again }: ProblemNoteProps) => (
  <div class="note note-bad" role="alert">
    <p>
      <strong>{parts.t.problem.title}</strong> {refusalText(problem)}
    </p>
    {problem.requestId === undefined ? null : <p class="small">{parts.t.problem.request(problem.requestId)}</p>}
    {again === undefined ? null : <Button onClick={() => void again()}>{parts.t.again}</Button>}
  </div>
);
