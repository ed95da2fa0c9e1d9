import { useEffect, useState } from 'preact/hooks';
import { Card } from '../../../parts/page.tsx';
import { addressFault } from './addresses.ts';
import type { SocialValues } from './social-values.ts';
import { groups } from './texts.ts';

/** The image as it comes from its own host; while somebody types, only what is an address already. */
const Picture = ({ address, small = false }: { readonly address: string; readonly small?: boolean }) => {
  const { t } = groups;
  const [failed, setFailed] = useState(false);
  useEffect(() => setFailed(false), [address]);
  const usable = address.trim() !== '' && addressFault(address, true) === undefined;
  const look = small ? 'shared-image shared-image-small' : 'shared-image';
  if (!usable || failed) {
    return (
      <div class={`${look} shared-image-none`}>{small ? null : <span>{failed ? t.imageFailed : t.noImage}</span>}</div>
    );
  }
  return (
    <img
      class={look}
      src={address.trim()}
      alt=""
      referrerpolicy="no-referrer"
      width={small ? 96 : 600}
      height={small ? 96 : 315}
      onError={() => setFailed(true)}
    />
  );
};

interface SocialPreviewProps {
  readonly values: SocialValues;
  readonly host: string;
}

/** What a link of the group looks like where it is pasted, with what is in the form now. */
export const SocialPreview = ({ values, host }: SocialPreviewProps) => {
  const { t } = groups;
  const title = values.title.trim() === '' ? t.noTitle : values.title;
  const description = values.description.trim() === '' ? t.noDescription : values.description;
  return (
    <Card title={t.previewSocial}>
      <figure class="shared-frame">
        <figcaption class="muted small">{t.previewLarge}</figcaption>
        <div class="shared">
          <Picture address={values.image_url} />
          <div class="shared-text">
            <p class="shared-host">{host}</p>
            <p class="shared-title">{title}</p>
            <p class="shared-description">{description}</p>
            {values.x_handle.trim() === '' ? null : (
              <p class="shared-host">@{values.x_handle.trim().replace(/^@/, '')}</p>
            )}
          </div>
        </div>
      </figure>
      <figure class="shared-frame">
        <figcaption class="muted small">{t.previewSmall}</figcaption>
        <div class="shared shared-small">
          <Picture address={values.image_url} small />
          <div class="shared-text">
            <p class="shared-title">{title}</p>
            <p class="shared-description">{description}</p>
            <p class="shared-host">{host}</p>
          </div>
        </div>
      </figure>
      <p class="muted small">{values.title.trim() === '' ? t.socialEmpty : t.socialNote}</p>
    </Card>
  );
};
