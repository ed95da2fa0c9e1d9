import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ApiProblem } from '../api/problem.ts';
import { problemFrom } from '../api/problem.ts';
import { parts } from '../app/texts.ts';
import { Button } from './button.tsx';
import { ProblemNote } from './problem-note.tsx';

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
  readonly wide?: boolean;
}

/** A dialog: shown as long as it is rendered. Escape and the cross close it, and the focus goes back to where it was. */
export const Dialog = ({ title, close, children, wide = false }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <header class="dialog-head">
        <h2 id={heading}>{title}</h2>
        <Button kind="plain" label={parts.t.close} onClick={close}>
          <span aria-hidden="true">✕</span>
        </Button>
      </header>
      {children}
    </dialog>
  );
};

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What the button says: what happens, in a verb. */
  readonly action: string;
  readonly hurts?: boolean;
  /** A word that must be typed first, for what cannot be undone. */
  readonly typed?: string | undefined;
  readonly cancel?: string;
  readonly close: () => void;
  /** Does it. The dialog stays open and says what went wrong when it fails. */
  readonly confirm: () => unknown;
}

/** Asks before something happens. */
export const ConfirmDialog = (props: ConfirmDialogProps) => {
  const { title, children, action, hurts = false, typed, close } = props;
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const id = useId();
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      await props.confirm();
      close();
    } catch (thrown) {
      setProblem(problemFrom(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} close={close}>
      <div class="dialog-body">{children}</div>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {typed === undefined ? null : (
        <div class="field">
          <label for={id}>{parts.t.form.typeToConfirm(typed)}</label>
          <input id={id} value={text} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
        </div>
      )}
      <footer class="dialog-foot">
        <Button onClick={close}>{props.cancel ?? parts.t.cancel}</Button>
        <Button
          kind={hurts ? 'danger' : 'primary'}
          busy={busy}
          disabled={typed !== undefined && text.trim() !== typed}
          onClick={() => void confirm()}
        >
          {action}
        </Button>
      </footer>
    </Dialog>
  );
};
