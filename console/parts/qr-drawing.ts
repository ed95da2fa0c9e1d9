import encodeQR from 'qr';

/** The white edge that readers need around a code, in modules. */
const EDGE = 4;
/** How many pixels a module has in a picture: enough for print. */
const SCALE = 16;

const BLACK = '#000000';
const WHITE = '#ffffff';

/** A QR code as an SVG document. */
export const qrAsSvg = (text: string): string => {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: EDGE });
  const size = rows.length;
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">`,
    `<rect width="${size}" height="${size}" fill="${WHITE}"/><path d="${path}" fill="${BLACK}"/></svg>`,
  ].join('');
};

/** A QR code as a PNG picture. */
export const qrAsPng = (text: string): Promise<Blob> => {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: EDGE });
  const canvas = document.createElement('canvas');
  canvas.width = rows.length * SCALE;
  canvas.height = canvas.width;
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser draws no pictures.');
  pen.fillStyle = WHITE;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = BLACK;
  for (const [y, row] of rows.entries()) {
    for (const [x, dark] of row.entries()) if (dark) pen.fillRect(x * SCALE, y * SCALE, SCALE, SCALE);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture could not be made.')) : resolve(blob)));
  });
};
