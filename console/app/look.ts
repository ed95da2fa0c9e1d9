import { signal } from '@preact/signals';
import { asTextOn, type Palette } from '../../domain/colours.ts';
import type { Gets } from '../api/operations.ts';
import { api } from '../session/person.ts';

/** What the program that is shown looks like in its portal. */
export const look = signal<Gets['/v2/portal/look']['data'] | undefined>(undefined);

/** The darkest light and the lightest dark ground that texts stand on: what is read there is read everywhere. */
const GROUNDS = { light: '#eaf0ed', dark: '#26302b' } as const;

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

/** Colours every page with the colours of a program. Properties that are set here are no inline styles. */
export const paint = (palette: Palette): void => {
  const { style } = document.documentElement;
  for (const [name, value] of Object.entries(propertiesOf(palette))) style.setProperty(name, value);
};

/** Finds out what the chosen program looks like. A portal without its look is still a portal. */
export const loadLook = async (): Promise<void> => {
  try {
    const found = await api.get('/v2/portal/look');
    look.value = found;
    paint(found.palette);
  } catch {
    look.value = undefined;
  }
};
