import { useState } from 'preact/hooks';
import { parts } from '../app/texts.ts';
import { Button } from './button.tsx';
import { tell } from './toasts.tsx';

interface CopyButtonProps {
  readonly text: string;
  /** A name that says what is copied, where what stands beside it does not. */
  readonly label?: string;
  /** What the button says instead of “Copy”. */
  readonly title?: string;
}

/** Copies a text. */
export const CopyButton = ({ text, label, title }: CopyButtonProps) => {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    tell(parts.t.copied);
  };
  return (
    <Button {...(label === undefined ? {} : { label })} onClick={() => void copy()}>
      {copied ? parts.t.copied : (title ?? parts.t.copy)}
    </Button>
  );
};
