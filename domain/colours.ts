/**
 * Colours of a program, and what makes texts on them readable (WCAG 2.2, contrast of at least 4.5 : 1). No colour is
 * refused: what stands on it, or how it is shown as a text, is worked out.
 */

const HEX = /^#[0-9a-f]{6}$/;

/** Whether a text is a colour such as `#1a2b3c`, in small letters. */
export const isColour = (text: string): boolean => HEX.test(text);

/** The least contrast between a text and what it stands on. */
export const LEAST_CONTRAST = 4.5;

export const WHITE = '#ffffff';
export const BLACK = '#000000';
/** What pages stand on, in light and in dark. */
export const LIGHT_PAGE = '#ffffff';
export const DARK_PAGE = '#16181d';

type Channels = readonly [number, number, number];

const channelsOf = (colour: string): Channels => {
  if (!isColour(colour)) throw new RangeError('Is no colour such as #1a2b3c.');
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >>> 16, (value >>> 8) & 255, value & 255];
};

const colourOf = (channels: Channels): string =>
  `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

const linear = (channel: number): number => {
  const part = channel / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};

const luminanceOf = (colour: string): number => {
  const [red, green, blue] = channelsOf(colour);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
};

/** The contrast of two colours, from 1 (the same) to 21 (black on white). */
export const contrastOf = (one: string, other: string): number => {
  const [a, b] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
};

/** White or black, whichever is the better read on a colour: one of them always has a contrast above 4.5. */
export const readableOn = (colour: string): string =>
  contrastOf(colour, WHITE) >= contrastOf(colour, BLACK) ? WHITE : BLACK;

const STEPS = 20;

const mixed = (from: Channels, to: Channels, step: number): Channels => {
  const at = (place: 0 | 1 | 2): number => from[place] + ((to[place] - from[place]) * step) / STEPS;
  return [at(0), at(1), at(2)];
};

/** A colour as a text on a page: itself, or as little darker or lighter as it takes to be read. */
export const asTextOn = (page: string, colour: string): string => {
  const [from, to] = [channelsOf(colour), channelsOf(readableOn(page))];
  for (let step = 0; step < STEPS; step++) {
    const text = colourOf(mixed(from, to, step));
    if (contrastOf(text, page) >= LEAST_CONTRAST) return text;
  }
  return colourOf(to);
};

/** What pages are coloured with. */
export interface Palette {
  /** What buttons stand on, and their texts. */
  readonly primary: string;
  readonly on_primary: string;
  /** Links and marks on light and on dark pages. */
  readonly accent_on_light: string;
  readonly accent_on_dark: string;
}

/** The colours that pages use, made from the two that a program chooses. */
export const paletteOf = ({ primary, accent }: { readonly primary: string; readonly accent: string }): Palette => ({
  primary,
  on_primary: readableOn(primary),
  accent_on_light: asTextOn(LIGHT_PAGE, accent),
  accent_on_dark: asTextOn(DARK_PAGE, accent),
});

/** What a program looks like that has chosen nothing. */
export const DEFAULT_COLOURS = { primary: '#1f4fd8', accent: '#1f4fd8' } as const;
