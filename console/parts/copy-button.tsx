import { useState } from 'preact/hooks';
import { parts } from '../app/texts.ts';
import { Button } from './button.tsx';
import { tell } from './toasts.tsx';

/** Copies a text. */
export const CopyButton = ({ text, label }: { readonly text: string; readonly label?: string }) => {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    tell(parts.t.copied);
  };
  return (
    <Button {...(label === undefined ? {} : { label })} onClick={() => void copy()}>
      {copied ? parts.t.copied : parts.t.copy}
    </Button>
  );
};
