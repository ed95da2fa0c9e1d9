import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { parts } from '../app/texts.ts';

/** What every field has beside its value. */
export interface FieldLook {
  readonly label: string;
  /** A sentence below the label. */
  readonly hint?: ComponentChildren;
  readonly required?: boolean;
  readonly disabled?: boolean;
}

/** What ties an input to its label, hint and problem. */
export interface Tied {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
  readonly 'aria-required': boolean;
  readonly disabled: boolean;
}

interface FieldFrameProps extends FieldLook {
  readonly name: string;
  readonly problem: string | undefined;
  readonly children: (tied: Tied) => ComponentChildren;
}

/** Label, hint and problem around an input. */
export const FieldFrame = (props: FieldFrameProps) => {
  const { name, label, hint, problem, required = false, disabled = false, children } = props;
  const id = useId();
  const described = [hint === undefined ? [] : [`${id}-hint`], problem === undefined ? [] : [`${id}-problem`]].flat();
  return (
    <div class={problem === undefined ? 'field' : 'field field-wrong'}>
      <label for={id}>
        {label}
        {required ? <span class="required"> ({parts.t.form.required})</span> : null}
      </label>
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({
        id,
        name,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': problem !== undefined,
        'aria-required': required,
        disabled,
      })}
      {problem === undefined ? null : (
        <p class="field-problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
};
