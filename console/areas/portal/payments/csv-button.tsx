import { useState } from 'preact/hooks';
import { Button } from '../../../parts/button.tsx';
import { downloadText } from '../../../parts/csv.ts';
import { tellProblem } from '../../../parts/toasts.tsx';
import { payments } from './texts.ts';

interface CsvButtonProps {
  readonly ask: () => Promise<{ readonly file_name: string; readonly content: string }>;
}

/** Gives the partner the whole list as a file, however long it is. */
export const CsvButton = ({ ask }: CsvButtonProps) => {
  const [busy, setBusy] = useState(false);
  const download = async (): Promise<void> => {
    setBusy(true);
    try {
      const { file_name, content } = await ask();
      downloadText(file_name, content, 'text/csv;charset=utf-8');
    } catch (thrown) {
      tellProblem(thrown);
    }
    setBusy(false);
  };
  return (
    <Button busy={busy} onClick={() => void download()}>
      {payments.t.csv}
    </Button>
  );
};
