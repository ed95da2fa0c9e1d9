import regular from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf';
import bold from 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf';
import { drawInvoice } from './draw-invoice.ts';
import type { Draw } from './invoice-pdf.ts';

/** Draws with the fonts of the bundle. Loaded when the first document is drawn: it is big. */
export const draw: Draw = (document, at) => drawInvoice(document, { regular, bold }, at);
