import fc from 'fast-check';
import { readCsv, textOf } from '../../../domain/imports/csv-table.ts';
import { plainName, readFlag, readInstant, readMoney, tokenOfAddress } from '../../../domain/imports/values.ts';

describe('Money in a file', () => {
  it.each([
    ['12.50', 1250],
    ['12,50', 1250],
    ['12', 1200],
    ['0', 0],
    ['0.5', 50],
    ['£1,234.56', 123456],
    ['1.234,56 €', 123456],
    ['1 234,56', 123456],
    ['1\u00a0234,56', 123456],
    ["1'234.56", 123456],
    ['1,234,567', 123456700],
    ['GBP 12.00', 1200],
    ['12.00 GBP', 1200],
    ['-5.00', -500],
    ['(5.00)', -500],
    ['12.500000', 1250],
    ['12.5000', 1250],
  ])('"%s" in pounds or euros', (text, minor) => {
    expect(readMoney(text, 'GBP', 'major')).toBe(minor);
  });

  it.each(['1,234', '1.234', '12.345', '', 'abc', '1,23,456', '1.2.3', '12..5', '--5', '1e3', '1234567890123'])(
    '"%s" can be read in no or in several ways, and is not guessed',
    (text) => {
      expect(readMoney(text, 'GBP', 'major')).toBeUndefined();
    },
  );

  it('knows currencies without and with three decimals, and whole minor units', () => {
    expect(readMoney('1200', 'JPY', 'major')).toBe(1200);
    expect(readMoney('12.50', 'JPY', 'major')).toBeUndefined();
    expect(readMoney('12.5', 'KWD', 'major')).toBe(12500);
    expect(readMoney('1250', 'GBP', 'minor')).toBe(1250);
    expect(readMoney('12.50', 'GBP', 'minor')).toBeUndefined();
  });

  it('reads back every amount, however its thousands are parted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9_999_999_99, max: 9_999_999_99 }),
        fc.constantFrom([',', '.'], ['.', ','], [' ', ','], ["'", '.'], ['', '.']),
        (minor, [thousands = '', decimal = '']) => {
          const whole = String(Math.floor(Math.abs(minor) / 100)).replace(/\B(?=(\d{3})+$)/g, thousands);
          const text = `${minor < 0 ? '-' : ''}${whole}${decimal}${String(Math.abs(minor) % 100).padStart(2, '0')}`;
          expect(readMoney(text, 'GBP', 'major')).toBe(minor);
        },
      ),
    );
  });
});

describe('Dates in a file', () => {
  it.each([
    ['2025-03-01', '2025-03-01T00:00:00.000Z'],
    ['2025-03-01T09:30:00Z', '2025-03-01T09:30:00.000Z'],
    ['2025-03-01 09:30', '2025-03-01T09:30:00.000Z'],
    ['2025-03-01T09:30:00.123+02:00', '2025-03-01T07:30:00.123Z'],
    ['2025-03-01 09:30:00 UTC', '2025-03-01T09:30:00.000Z'],
    ['1740787200', '2025-03-01T00:00:00.000Z'],
    ['1740787200000', '2025-03-01T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(readInstant(text, 'iso')).toBe(Date.parse(iso));
  });

  it('with slashes are read only when somebody has said how they are meant', () => {
    expect(readInstant('03/04/2025', 'iso')).toBeUndefined();
    expect(readInstant('03/04/2025', 'day_first')).toBe(Date.parse('2025-04-03'));
    expect(readInstant('03/04/2025 10:15', 'month_first')).toBe(Date.parse('2025-03-04T10:15:00Z'));
    expect(readInstant('31.12.2025', 'day_first')).toBe(Date.parse('2025-12-31'));
    expect(readInstant('31/12/2025', 'month_first')).toBeUndefined();
  });

  it.each(['', 'soon', '2025-02-30', '2025-13-01', '20250301', '2025-03-01T25:00'])('"%s" is none', (text) => {
    expect(readInstant(text, 'day_first')).toBeUndefined();
  });
});

describe('Words and addresses in a file', () => {
  it('are compared without capitals and signs', () => {
    expect(plainName('  Partner E-mail! ')).toBe('partner_e_mail');
    expect([readFlag('Yes'), readFlag('0'), readFlag('maybe')]).toEqual([true, false, undefined]);
  });

  it.each([
    ['https://acme.grsm.io/ninaroos', 'ninaroos'],
    ['acme.grsm.io/ninaroos/', 'ninaroos'],
    ['https://www.shop.example/?via=omar', 'omar'],
    ['https://app.example/pricing?x=1&fpr=nina7', 'nina7'],
    ['https://acme.example', undefined],
    ['%%%', undefined],
  ])('the token of %s is %s', (address, token) => {
    expect(tokenOfAddress(address)).toBe(token);
  });
});

describe('A file', () => {
  it('says the line of each row, also after line breaks in quotes and blank lines', () => {
    expect(readCsv('a,b\r\n"x\r\ny",1\r\n\r\n , \r\n2,"3 ""q"" "\n4')).toEqual({
      header: ['a', 'b'],
      rows: [
        { line: 2, cells: ['x\r\ny', '1'] },
        { line: 6, cells: ['2', '3 "q"'] },
        { line: 7, cells: ['4'] },
      ],
    });
  });

  it.each([',', ';', '\t', '|'])('may part its cells with "%s"', (separator) => {
    const cells = ['a', `b${separator}b`, 'c'];
    const text = `${cells.map((cell) => `"${cell}"`).join(separator)}\n1${separator}2${separator}3`;
    expect(readCsv(text)).toEqual({ header: cells, rows: [{ line: 2, cells: ['1', '2', '3'] }] });
  });

  it('may be in UTF-8, UTF-16 or the encoding of Windows', () => {
    expect(textOf(Buffer.from('Mía'))).toBe('Mía');
    expect(readCsv(textOf(Buffer.from('\uFEFFMía,b'))).header).toEqual(['Mía', 'b']);
    expect(textOf(Buffer.from('\uFEFFMía', 'utf16le'))).toBe('Mía');
    expect(textOf(Uint8Array.from([0x4d, 0xed, 0x61, 0x80]))).toBe('Mía€');
  });

  it('comes back as it was written, whatever is in its cells', () => {
    const cell = fc.string().map((text) => text.trim());
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1 });
    fc.assert(
      fc.property(rows, (written) => {
        const full = [['head', 'er'], ...written.filter((row) => row.some((text) => text !== ''))];
        const text = full.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        const read = readCsv(text);
        expect([read.header, ...read.rows.map((row) => row.cells)]).toEqual(full);
      }),
    );
  });

  it('of anything at all is read without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(readCsv(textOf(bytes)).rows.every((row) => row.line >= 1)).toBe(true);
      }),
    );
  });
});
