import { useState } from 'preact/hooks';
import { parts } from '../app/texts.ts';
import { Button } from './button.tsx';
import { tellProblem } from './toasts.tsx';

interface StoredFileProps {
  readonly name: string;
  /** Asks for an address that is good for a few minutes. */
  readonly address: () => Promise<{ readonly url: string }>;
}

/** A file that somebody handed in: downloads it. */
export const StoredFile = ({ name, address }: StoredFileProps) => {
  const [busy, setBusy] = useState(false);
  const download = async (): Promise<void> => {
    setBusy(true);
    try {
      const anchor = document.createElement('a');
      anchor.href = (await address()).url;
      anchor.download = name;
      anchor.click();
    } catch (thrown) {
      tellProblem(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button busy={busy} onClick={() => void download()}>
      {parts.t.downloadFile(name)}
    </Button>
  );
};
