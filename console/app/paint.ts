import type { Palette } from '../../domain/colours.ts';
import { propertiesOf } from '../parts/program-colours.ts';

/** Colours every page with the colours of a program. Properties that are set here are no inline styles. */
export const paint = (palette: Palette): void => {
  const { style } = document.documentElement;
  for (const [name, value] of Object.entries(propertiesOf(palette))) style.setProperty(name, value);
};
