import { CLICK_PARAMETER } from '../../../../domain/links.ts';
import type { Program } from '../../../api/operations.ts';
import { Card } from '../../../parts/page.tsx';
import { parametersOf } from './addresses.ts';
import { previewOf } from './landing-preview.ts';
import { type LinkValues, utmOf } from './link-values.ts';
import { groups } from './texts.ts';

interface LinkPreviewProps {
  readonly values: LinkValues;
  readonly program: Program;
}

/** Where a visitor lands with what is in the form now. */
export const LinkPreview = ({ values, program }: LinkPreviewProps) => {
  const { t } = groups;
  const preview = previewOf(
    {
      destination: values.destination_url,
      utm: utmOf(values),
      parameters: parametersOf(values.parameters),
      counts: values.referral_links,
    },
    program,
  );
  return (
    <Card title={t.preview}>
      {preview === undefined ? (
        <p class="muted">{t.previewNoDestination}</p>
      ) : (
        <>
          <p class="address-preview" aria-live="polite">
            {preview.destination}
            {preview.added.map(({ name, value, sign }) => (
              <span key={name} class={name === CLICK_PARAMETER ? 'address-click' : 'address-added'}>
                {sign}
                {name}={name === CLICK_PARAMETER ? `(${t.previewClick})` : value}
              </span>
            ))}
            {preview.hash}
          </p>
          {preview.fromProgram ? <p class="muted small">{t.previewFromProgram}</p> : null}
        </>
      )}
    </Card>
  );
};
