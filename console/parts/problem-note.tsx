import type { ApiProblem } from '../api/problem.ts';
import { parts } from '../app/texts.ts';
import { Button } from './button.tsx';

const known = (code: string, words: object): code is keyof typeof words => Object.hasOwn(words, code);

/** What went wrong, in the reader's language where the code alone says it, else in the API's words. */
export const wordsOf = (problem: ApiProblem): string => {
  const { request: _request, title: _title, ...words } = parts.t.problem;
  const { reasons } = parts.t;
  if (problem.reason !== undefined && known(problem.reason, reasons)) return reasons[problem.reason];
  return known(problem.code, words) ? words[problem.code] : problem.message;
};

interface ProblemNoteProps {
  readonly problem: ApiProblem;
  readonly again?: (() => unknown) | undefined;
}

/** Says what went wrong and what to do about it. */
export const ProblemNote = ({ problem, again }: ProblemNoteProps) => (
  <div class="note note-bad" role="alert">
    <p>
      <strong>{parts.t.problem.title}</strong> {wordsOf(problem)}
    </p>
    {problem.requestId === undefined ? null : <p class="small">{parts.t.problem.request(problem.requestId)}</p>}
    {again === undefined ? null : <Button onClick={() => void again()}>{parts.t.again}</Button>}
  </div>
);
