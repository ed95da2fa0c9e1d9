import { asTextOn, type Palette } from '../../domain/colours.ts';

/** The darkest light and the lightest dark ground that texts stand on: what is read there is read everywhere. */
export const GROUNDS = { light: '#e6ede9', dark: '#2b3530' } as const;

const WHITE = '#ffffff';

/** The colours of a program as the custom properties of every page. */
export const propertiesOf = (palette: Palette): Readonly<Record<string, string>> => {
  const light = asTextOn(GROUNDS.light, palette.accent_on_light);
  const dark = asTextOn(GROUNDS.dark, palette.accent_on_dark);
  const shade = palette.on_primary === WHITE ? 'black' : 'white';
  return {
    '--accent': `light-dark(${light}, ${dark})`,
    '--accent-strong': `light-dark(color-mix(in srgb, ${light} 82%, black), color-mix(in srgb, ${dark} 75%, white))`,
    // Marks only: so little of the colour that what stands on it is read as on the ground itself.
    '--accent-soft': `light-dark(color-mix(in srgb, ${light} 7%, white), color-mix(in srgb, ${dark} 10%, #121614))`,
    '--chart-1': `light-dark(${light}, ${dark})`,
    '--primary': palette.primary,
    '--primary-strong': `color-mix(in srgb, ${palette.primary} 85%, ${shade})`,
    '--on-primary': palette.on_primary,
  };
};
