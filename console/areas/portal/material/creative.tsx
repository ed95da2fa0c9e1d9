import type { ComponentChildren } from 'preact';
import type { PortalCreative } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { bpsOf } from '../../../parts/basis-points.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { numberText, percentText } from '../../../parts/figures.tsx';
import { StoredFile } from '../../../parts/stored-file.tsx';
import { api } from '../../../session/person.ts';
import { ownPicture } from '../../../session/pictures.ts';
import { material } from './texts.ts';

const Copied = ({
  title,
  text,
  button,
}: {
  readonly title: string;
  readonly text: string;
  readonly button: string;
}) => (
  <div class="copied">
    <p class="small muted">{title}</p>
    <pre class="copied-text">{text}</pre>
    <CopyButton text={text} title={button} />
  </div>
);

const NoLink = () => {
  const { t } = material;
  return (
    <p class="note note-info">
      {t.noLink} <a href={href('/links')}>{t.makeLink}</a>
    </p>
  );
};

const Embed = ({ of: { embed, link } }: { readonly of: PortalCreative }) =>
  embed === null || link === null ? (
    <NoLink />
  ) : (
    <Copied title={material.t.embed} text={embed} button={material.t.copyEmbed} />
  );

const Banner = ({ of }: { readonly of: PortalCreative }) => {
  const { t } = material;
  const { banner } = of;
  if (banner === null) return null;
  return (
    <>
      <img
        class="banner"
        src={ownPicture(banner.image_url)}
        alt={banner.alt_text}
        width={banner.width}
        height={banner.height}
        loading="lazy"
      />
      <p class="muted small">
        {t.size(banner.width, banner.height)} · {t.impressions(numberText(of.impressions))}
      </p>
      <Embed of={of} />
      <a class="button button-normal" href={ownPicture(banner.image_url)} download="">
        {t.picture}
      </a>
    </>
  );
};

const Mail = ({ subject, body }: { readonly subject: string; readonly body: string }) => {
  const { t } = material;
  return (
    <>
      <Copied title={t.subject} text={subject} button={t.copySubject} />
      <Copied title={t.kinds.email} text={body} button={t.copyMail} />
    </>
  );
};

const File = ({ of }: { readonly of: PortalCreative }) =>
  of.file === null ? null : (
    <StoredFile
      name={of.file.name}
      address={() => api.get('/v2/portal/creatives/{creative}/file', { params: { creative: of.key } })}
    />
  );

const contentOf = (of: PortalCreative): ComponentChildren => {
  switch (of.kind) {
    case 'banner':
      return <Banner of={of} />;
    case 'text_link':
      return (
        <>
          <p>{of.text_link?.text}</p>
          <Embed of={of} />
        </>
      );
    case 'email':
      return of.email === null ? null : <Mail {...of.email} />;
    case 'file':
      return <File of={of} />;
  }
};

/** How often visitors came by it; a rate where it is known how often it was shown. */
const Clicks = ({ of: { kind, impressions, clicks } }: { readonly of: PortalCreative }) => {
  const { t } = material;
  if (kind === 'file') return null;
  const rate = bpsOf(clicks, impressions);
  return (
    <p class="muted small">
      {t.clicks(numberText(clicks))}
      {rate === undefined ? '' : ` · ${t.rate(percentText(rate))}`}
    </p>
  );
};

/** One piece of promo material, ready to be used. */
export const Creative = ({ of }: { readonly of: PortalCreative }) => (
  <article class="card creative" aria-label={of.name}>
    <h3>{of.name}</h3>
    {of.description === null || of.description === '' ? null : <p>{of.description}</p>}
    {contentOf(of)}
    <Clicks of={of} />
    {of.link === null || of.kind === 'file' ? null : <CopyButton text={of.link.url} title={material.t.copyLink} />}
  </article>
);
