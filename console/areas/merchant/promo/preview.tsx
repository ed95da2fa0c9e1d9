import { type CreativeKind, merge } from '../../../../domain/creatives.ts';
import type { Creative } from '../../../api/operations.ts';
import { Card } from '../../../parts/page.tsx';
import { StoredFile } from '../../../parts/stored-file.tsx';
import { api, whereName } from '../../../session/person.ts';
import { promo } from './texts.ts';
import type { ContentValues } from './values.ts';

interface PreviewProps {
  readonly kind: CreativeKind;
  readonly values: ContentValues;
  readonly of: Creative | undefined;
}

const Mail = ({ values }: { readonly values: ContentValues }) => {
  const { t } = promo;
  const filled = { link: 'https://…/anna', partner_name: t.samplePartner, program_name: whereName.value ?? '' };
  return (
    <>
      <p>
        <strong>{merge(values.subject, filled)}</strong>
      </p>
      <pre class="promo-mail">{merge(values.body, filled)}</pre>
    </>
  );
};

const Content = ({ kind, values, of }: PreviewProps) => {
  const { t } = promo;
  switch (kind) {
    case 'banner': {
      const banner = of?.banner ?? null;
      return banner === null ? (
        <p class="muted">{t.pictureLater}</p>
      ) : (
        <>
          <img
            class="promo-banner"
            src={banner.image_url}
            alt={values.alt_text}
            width={banner.width}
            height={banner.height}
          />
          <p class="muted small">{t.size(banner.width, banner.height)}</p>
        </>
      );
    }
    case 'text_link':
      return <p class="promo-link">{values.link_text}</p>;
    case 'email':
      return <Mail values={values} />;
    case 'file':
      return of?.file === undefined || of.file === null ? (
        <p class="muted">{t.fileLater}</p>
      ) : (
        <StoredFile
          name={of.file.name}
          address={() => api.get('/v2/creatives/{creative}/file', { params: { creative: of.key } })}
        />
      );
  }
};

/** What a partner will see. */
export const Preview = (props: PreviewProps) => {
  const { t } = promo;
  return (
    <Card title={t.preview}>
      {props.values.description === '' ? null : <p>{props.values.description}</p>}
      <Content {...props} />
      {props.of === undefined || props.kind === 'file' ? null : (
        <p class="muted small">
          {props.kind === 'banner' ? `${t.seen(props.of.impressions)} · ` : ''}
          {t.clicked(props.of.clicks)}
        </p>
      )}
    </Card>
  );
};
