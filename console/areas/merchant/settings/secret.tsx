import { CopyButton } from '../../../parts/copy-button.tsx';
import { settings } from './texts.ts';

/** A secret key, which is shown this once. */
export const Secret = ({ text }: { readonly text: string }) => {
  const { keys: t } = settings.t;
  return (
    <div class="dialog-body">
      <p>{t.once}</p>
      <p>
        <code>{text}</code>
      </p>
      <CopyButton text={text} />
    </div>
  );
};
