import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../../parts/button.tsx';
import { downloadBlob } from '../../../parts/csv.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { tellProblem } from '../../../parts/toasts.tsx';
import { type Link, nameOf } from './link.ts';
import { links } from './texts.ts';

/** What draws codes is fetched when the first one is wanted. */
const drawing = () => import('../../../parts/qr-drawing.ts');

/** The QR code of a link, to look at and to take along. */
export const QrDialog = ({ link, close }: { readonly link: Link; readonly close: () => void }) => {
  const { t } = links;
  const [svg, setSvg] = useState<string>();
  useEffect(() => {
    drawing().then(({ qrAsSvg }) => setSvg(qrAsSvg(link.url)), tellProblem);
  }, [link.url]);
  const png = async (): Promise<void> => {
    try {
      const { qrAsPng } = await drawing();
      downloadBlob(`${link.slug}.png`, await qrAsPng(link.url));
    } catch (thrown) {
      tellProblem(thrown);
    }
  };
  return (
    <Dialog title={t.qrOf(nameOf(link))} close={close}>
      <div class="qr">
        {svg === undefined ? (
          <p role="status">{t.qrWait}</p>
        ) : (
          <img src={`data:image/svg+xml;base64,${btoa(svg)}`} alt={t.qrOf(nameOf(link))} width="240" height="240" />
        )}
      </div>
      <code class="address">{link.url}</code>
      <p class="muted">{t.qrText}</p>
      <div class="actions">
        <Button
          kind="primary"
          disabled={svg === undefined}
          onClick={() => {
            if (svg !== undefined) downloadBlob(`${link.slug}.svg`, new Blob([svg], { type: 'image/svg+xml' }));
          }}
        >
          {t.svg}
        </Button>
        <Button disabled={svg === undefined} onClick={() => void png()}>
          {t.png}
        </Button>
      </div>
    </Dialog>
  );
};
