/**
 * Reads a file that a person has exported somewhere: any of the usual separators, quotes with line breaks in them, and
 * the encodings that spreadsheets write.
 */

/** One row of a file. */
export interface CsvRow {
  /** The line of the file on which it begins; the header is on line 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file with a header. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Text of a file: UTF-8 or UTF-16 as its mark says, else UTF-8 where it is valid, else what Windows wrote. */
export const textOf = (bytes: Uint8Array): string => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
};

const SEPARATORS = [',', ';', '\t', '|'] as const;

/** The separator that the header has most of, outside of quotes. */
const separatorOf = (text: string): string => {
  const [header = ''] = text.replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n|\r/, 1);
  const counted = SEPARATORS.map((sign) => ({ sign, count: header.split(sign).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).sign;
};

/** Reads cells from the text one after another (RFC 4180). */
class Cells {
  readonly #text: string;
  readonly #separator: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
    this.#separator = separatorOf(text);
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The next row. */
  row(): CsvRow {
    const line = this.#line;
    const cells: string[] = [];
    for (;;) {
      cells.push(this.#text[this.#at] === '"' ? this.#quoted() : this.#plain());
      if (this.#text[this.#at] === this.#separator) this.#at += 1;
      else break;
    }
    this.#endLine();
    return { line, cells };
  }

  #plain(): string {
    const from = this.#at;
    while (!this.ended && !this.#isEnd()) this.#at += 1;
    return this.#text.slice(from, this.#at);
  }

  #quoted(): string {
    let value = '';
    this.#at += 1;
    while (!this.ended) {
      const sign = this.#text[this.#at] ?? '';
      this.#at += 1;
      if (sign === '"' && this.#text[this.#at] !== '"') break;
      if (sign === '"') this.#at += 1;
      if (sign === '\n') this.#line += 1;
      value += sign;
    }
    // Whatever stands between a closing quote and the separator belongs to the cell as it is.
    return value + this.#plain();
  }

  #isEnd(): boolean {
    const sign = this.#text[this.#at];
    return sign === this.#separator || sign === '\n' || sign === '\r';
  }

  #endLine(): void {
    if (this.#text[this.#at] === '\r') this.#at += 1;
    if (this.#text[this.#at] === '\n') this.#at += 1;
    this.#line += 1;
  }
}

/** The header and the rows of a file; blank lines are left out. Cells have no spaces around them. */
export const readCsv = (text: string): CsvTable => {
  const cells = new Cells(text.replace(/^\uFEFF/, ''));
  const rows: CsvRow[] = [];
  while (!cells.ended) {
    const { line, cells: raw } = cells.row();
    const trimmed = raw.map((cell) => cell.trim());
    if (trimmed.some((cell) => cell !== '')) rows.push({ line, cells: trimmed });
  }
  const [header, ...rest] = rows;
  return { header: header?.cells ?? [], rows: rest };
};
