/** The bundler puts font files in as bytes. */
declare module 'dejavu-fonts-ttf/ttf/*' {
  const bytes: Uint8Array;
  export default bytes;
}
