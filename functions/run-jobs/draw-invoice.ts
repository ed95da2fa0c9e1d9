import PDFDocument from 'pdfkit';
import type { InvoiceDocument } from '../../domain/invoice-document.ts';

/** Font files: what people are called needs more letters than the fonts that every reader of PDF has. */
export interface Fonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

type Page = PDFKit.PDFDocument;
type Part = PDFKit.PDFStructureElement;

const MARGIN = 50;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - 70;
/** The first column has what is left; the others are amounts. */
const AMOUNT_WIDTH = 74;
const ROW = 14;
const LINE = 11;
const SMALL = 7.5;
const NORMAL = 9.5;

/** A part inside another: what is drawn for it is drawn at once, because its parent is part of the document. */
const begin = (doc: Page, parent: Part, type: string): Part => {
  const part = doc.struct(type);
  parent.add(part);
  return part;
};

/** What is drawn belongs to a part of the document's structure, which screen readers follow. */
const mark = (doc: Page, parent: Part, type: string, draw: () => void): void => {
  parent.add(doc.struct(type, {}, draw));
};

const heading = (doc: Page, root: Part, type: 'H1' | 'H2', text: string): void =>
  mark(doc, root, type, () => {
    doc
      .font('bold')
      .fontSize(type === 'H1' ? 15 : 11)
      .text(text, MARGIN, doc.y, { width: WIDTH });
    doc.moveDown(0.4);
  });

const paragraph = (doc: Page, root: Part, text: string): void =>
  mark(doc, root, 'P', () => {
    doc.font('regular').fontSize(NORMAL).text(text, MARGIN, doc.y, { width: WIDTH });
  });

const roomFor = (doc: Page, height: number): boolean => doc.y + height <= BOTTOM;

/** Label and value side by side, as a table of two columns. */
const pairs = (
  doc: Page,
  root: Part,
  rows: readonly (readonly [string, string])[],
  align: 'left' | 'right',
  bold = false,
): void => {
  const table = begin(doc, root, 'Table');
  for (const [label, value] of rows) {
    const row = begin(doc, table, 'TR');
    const top = doc.y;
    doc.font(bold ? 'bold' : 'regular').fontSize(NORMAL);
    mark(doc, row, 'TH', () => doc.text(label, MARGIN, top, { width: 190 }));
    mark(doc, row, 'TD', () => doc.text(value, MARGIN + 200, top, { width: WIDTH - 200, align }));
    doc.y = Math.max(doc.y, top + ROW);
    row.end();
  }
  table.end();
};

const cells = (doc: Page, row: Part, type: 'TH' | 'TD', texts: readonly string[]): void => {
  const top = doc.y;
  const first = WIDTH - AMOUNT_WIDTH * (texts.length - 1);
  for (const [index, text] of texts.entries()) {
    const x = index === 0 ? MARGIN : MARGIN + first + AMOUNT_WIDTH * (index - 1);
    const width = index === 0 ? first - 6 : AMOUNT_WIDTH;
    const align = index === 0 ? 'left' : 'right';
    mark(doc, row, type, () =>
      doc.text(text, x, top, { width, align, height: LINE, ellipsis: true, lineBreak: false }),
    );
  }
  doc.y = top + LINE;
};

/** The lines by partner; every page begins with the names of the columns. */
const breakdown = (doc: Page, root: Part, { columns, rows, more }: InvoiceDocument['table']): void => {
  const table = begin(doc, root, 'Table');
  const rowOf = (type: 'TH' | 'TD', texts: readonly string[]): void => {
    doc.font(type === 'TH' ? 'bold' : 'regular').fontSize(SMALL);
    const row = begin(doc, table, 'TR');
    cells(doc, row, type, texts);
    row.end();
  };
  rowOf('TH', columns);
  for (const row of rows) {
    if (!roomFor(doc, LINE)) {
      doc.addPage();
      rowOf('TH', columns);
    }
    rowOf('TD', row);
  }
  table.end();
  if (more !== undefined) paragraph(doc, root, more);
};

/** Page numbers are no part of what is read aloud. */
const numberPages = (doc: Page, page: InvoiceDocument['page']): void => {
  const { start, count } = doc.bufferedPageRange();
  for (let number = 0; number < count; number++) {
    doc.switchToPage(start + number);
    // Below the margin, where text would begin another page.
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.font('regular').fontSize(SMALL);
    doc.text(page(number + 1, count), MARGIN, 841.89 - 45, { width: WIDTH, align: 'right', lineBreak: false });
    doc.endMarkedContent();
  }
};

const draw = (doc: Page, document: InvoiceDocument): void => {
  const root = doc.struct('Document');
  doc.addStructure(root);
  heading(doc, root, 'H1', document.title);
  pairs(doc, root, document.facts, 'left');
  doc.moveDown();
  heading(doc, root, 'H2', document.billedTo.heading);
  for (const line of document.billedTo.lines) paragraph(doc, root, line);
  doc.moveDown();
  heading(doc, root, 'H2', document.sums.heading);
  pairs(doc, root, document.sums.rows, 'right');
  doc.y += 3;
  pairs(doc, root, [document.total], 'right', true);
  doc.moveDown();
  if (document.note !== undefined) {
    heading(doc, root, 'H2', document.note.heading);
    paragraph(doc, root, document.note.text);
    doc.moveDown();
  }
  if (!roomFor(doc, 5 * ROW)) doc.addPage();
  heading(doc, root, 'H2', document.table.heading);
  breakdown(doc, root, document.table);
  root.end();
};

/**
 * Draws the document of an invoice as a tagged PDF with a title and a language. The same document, fonts and instant
 * give the same bytes.
 * @param at what the file says of when it was made.
 */
export const drawInvoice = (document: InvoiceDocument, fonts: Fonts, at: number): Promise<Buffer> => {
  const doc = new PDFDocument({
    ...{ size: 'A4', margin: MARGIN, bufferPages: true, pdfVersion: '1.7', tagged: true, displayTitle: true },
    ...{ lang: document.language, font: '' },
    info: { Title: document.title, CreationDate: new Date(at), ModDate: new Date(at) },
  });
  const chunks: Buffer[] = [];
  const drawn = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  doc.registerFont('regular', Buffer.from(fonts.regular));
  doc.registerFont('bold', Buffer.from(fonts.bold));
  draw(doc, document);
  numberPages(doc, document.page);
  doc.end();
  return drawn;
};
