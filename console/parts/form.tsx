import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ApiProblem, problemFrom } from '../api/problem.ts';
import { guardLeaving } from '../app/router.ts';
import { parts } from '../app/texts.ts';
import { ask } from './asking.tsx';
import { Button } from './button.tsx';
import { useKeeping, useKeptValues } from './kept-values.ts';
import { ProblemNote } from './problem-note.tsx';
import { fieldText, refusalText } from './refusals.ts';

/** One field of a form: spread it into a field component. */
export interface FieldOf<T> {
  readonly name: string;
  readonly value: T;
  readonly set: (value: T) => void;
  /** What is wrong with it. */
  readonly problem: string | undefined;
}

export interface FormState<V> {
  readonly values: V;
  readonly dirty: boolean;
  readonly busy: boolean;
  readonly problem: ApiProblem | undefined;
  /** `param` is the field's path in the request, where that is another one than its name. */
  field<N extends keyof V & string>(name: N, param?: string): FieldOf<V[N]>;
  set(changes: Partial<V>): void;
  /** Back to what it was, or to new values that are saved now. */
  reset(to?: V): void;
  submit(): Promise<void>;
}

/** What is wrong with a field by the API. */
const refusalOf = (problem: ApiProblem | undefined, param: string): string | undefined => {
  const found = problem?.fields.find((each) => each.param === param);
  return problem === undefined || found === undefined ? undefined : fieldText(problem, found);
};

interface FormOptions<V> {
  readonly initial: V;
  /** Sends it; what the API says about fields is shown beside them. */
  readonly send: (values: V) => Promise<unknown>;
  /** Problems that are known before anything is sent, by field. */
  readonly check?: (values: V) => Readonly<Partial<Record<keyof V & string, string>>>;
  /** Set to false for forms that nobody minds to lose. */
  readonly guard?: boolean;
  /**
   * A name of its own on the page, for forms in which people type much: what is not saved then outlives a login in
   * between. Never for passwords, tokens or payment details.
   */
  readonly keep?: string;
}

const useGuard = (dirty: boolean): void => {
  useEffect(() => {
    if (!dirty) return undefined;
    const { leave, leaveText, leaveAction, stay } = parts.t.form;
    guardLeaving(() => ask({ title: leave, text: leaveText, action: leaveAction, cancel: stay }));
    return () => guardLeaving(undefined);
  }, [dirty]);
};

/**
 * A form: values, what is wrong with them, whether something is changed. Whoever leaves with changes is asked.
 *
 *     const form = useForm({ initial: { name: '' }, send: async ({ name }) => {
 *       await api.post('/v2/tags', { body: { name } });
 *       tell(t.added);
 *     } });
 */
export const useForm = <V extends object>({
  initial,
  send,
  check,
  guard = true,
  keep,
}: FormOptions<V>): FormState<V> => {
  const [saved, setSaved] = useState(initial);
  const [values, setValues] = useKeptValues(keep, initial);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const [wrong, setWrong] = useState<Readonly<Record<string, string | undefined>>>({});
  const dirty = JSON.stringify(values) !== JSON.stringify(saved);
  useGuard(guard && dirty);
  useKeeping(keep, values, dirty);
  const submit = async (): Promise<void> => {
    const found: Readonly<Record<string, string | undefined>> = check?.(values) ?? {};
    setWrong(found);
    setProblem(undefined);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      guardLeaving(undefined);
      await send(values);
      setSaved(values);
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    } finally {
      setBusy(false);
    }
  };
  return {
    values,
    dirty,
    busy,
    problem,
    field: (name, param = name) => ({
      name,
      value: values[name],
      set: (value) => {
        setValues((before) => ({ ...before, [name]: value }));
        // What was wrong with it was said of another value.
        setWrong((before) => ({ ...before, [name]: undefined }));
      },
      problem: wrong[name] ?? refusalOf(problem, param),
    }),
    set: (changes) => setValues((before) => ({ ...before, ...changes })),
    reset: (to) => {
      setValues(to ?? saved);
      if (to !== undefined) setSaved(to);
      setProblem(undefined);
      setWrong({});
    },
    submit,
  };
};

interface FormProps<V> {
  readonly form: FormState<V>;
  /** What the button says. */
  readonly action: string;
  readonly children: ComponentChildren;
  readonly cancel?: (() => void) | undefined;
  /** What the button says that cancels. */
  readonly cancelAction?: string;
  readonly hurts?: boolean;
  /** Shown, and not to be changed: for whoever may look only. */
  readonly readOnly?: boolean;
}

/** The form itself: fields, what is wrong at its head, and its button. The first wrong field takes the focus. */
export const Form = <V,>(props: FormProps<V>) => {
  const { form, action, children, cancel, cancelAction = parts.t.cancel, hurts = false, readOnly = false } = props;
  const own = useRef<HTMLFormElement>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (form.busy) return;
    await form.submit();
    requestAnimationFrame(() => own.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const { problem } = form;
  return (
    <form ref={own} class="form" noValidate onSubmit={(event) => void submit(event)}>
      {problem === undefined ? null : problem.fields.length > 0 ? (
        <div class="note note-bad" role="alert">
          <p>
            <strong>{parts.t.form.wrong}</strong> {problem.fields.length === 1 ? refusalText(problem) : null}
          </p>
        </div>
      ) : (
        <ProblemNote problem={problem} />
      )}
      {readOnly ? (
        <fieldset class="form-still" disabled>
          {children}
        </fieldset>
      ) : (
        children
      )}
      {readOnly ? null : (
        <footer class="form-foot">
          <Button type="submit" kind={hurts ? 'danger' : 'primary'} busy={form.busy}>
            {action}
          </Button>
          {cancel === undefined ? null : <Button onClick={cancel}>{cancelAction}</Button>}
        </footer>
      )}
    </form>
  );
};
