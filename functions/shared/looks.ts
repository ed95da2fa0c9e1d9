import { DEFAULT_COLOURS, type Palette, paletteOf } from '../../domain/colours.ts';
import type { Look } from '../../table/looks.ts';

/** Where a picture of a program is for everybody; it never changes. */
export const imageAddress = (publicUrl: string, program: string, upload: string): string =>
  `${publicUrl}/v2/public/images/${program}/${upload}`;

/** Where the logo of a program is, with its size; undefined when it has none. */
export const logoOf = (publicUrl: string, { program, logo }: Look) =>
  logo === undefined
    ? undefined
    : { url: imageAddress(publicUrl, program, logo.upload), width: logo.width, height: logo.height };

/** The two colours that a program has. */
export const coloursOf = ({ primary, accent }: Look) => ({
  primary: primary ?? DEFAULT_COLOURS.primary,
  accent: accent ?? primary ?? DEFAULT_COLOURS.accent,
});

/** What its pages are coloured with. */
export const lookPalette = (look: Look): Palette => paletteOf(coloursOf(look));

/** What anybody may know of how a program looks. */
export const publicLook = (publicUrl: string, program: { readonly name: string }, look: Look) => ({
  name: look.name ?? program.name,
  logo_url: logoOf(publicUrl, look)?.url ?? null,
  palette: { ...lookPalette(look) },
  imprint_url: look.imprint_url ?? null,
  privacy_url: look.privacy_url ?? null,
  terms_url: look.terms_url ?? null,
});
