import { DARK_PAGE, LIGHT_PAGE, type Palette } from '../../../../domain/colours.ts';
import type { PortalLook } from '../../../api/operations.ts';
import { Card } from '../../../parts/page.tsx';
import { look } from './texts.ts';

interface PreviewProps {
  readonly name: string;
  readonly logo: PortalLook['logo'];
  readonly palette: Palette;
  readonly values: { readonly imprint_url: string; readonly privacy_url: string; readonly terms_url: string };
}

const Side = ({ dark, name, logo, palette, values }: PreviewProps & { readonly dark: boolean }) => {
  const { t } = look;
  const ground = dark ? { background: DARK_PAGE, color: '#e8eeea' } : { background: LIGHT_PAGE, color: '#17211c' };
  const accent = dark ? palette.accent_on_dark : palette.accent_on_light;
  const links = [
    [values.imprint_url, t.imprint],
    [values.privacy_url, t.privacy],
    [values.terms_url, t.terms],
  ].filter(([address]) => address !== '');
  return (
    <div class="look-preview" style={ground}>
      <p class="look-head">
        {logo === null ? null : <img src={logo.url} alt="" width={logo.width} height={logo.height} />}
        <strong>{name}</strong>
      </p>
      <p>
        {t.sample} <span style={{ color: accent, textDecoration: 'underline' }}>{t.sampleLink}</span>
      </p>
      <p>
        <span class="look-button" style={{ background: palette.primary, color: palette.on_primary }}>
          {t.sampleButton}
        </span>
      </p>
      <p class="look-foot" style={{ color: accent }}>
        {links.map(([, title]) => title).join(' · ')}
      </p>
    </div>
  );
};

/** The portal in the colours that are chosen now, in light and in dark. */
export const Preview = (props: PreviewProps) => {
  const { t } = look;
  return (
    <Card title={t.preview}>
      <Side {...props} dark={false} />
      <Side {...props} dark={true} />
      <p class="muted small">{t.readable}</p>
    </Card>
  );
};
