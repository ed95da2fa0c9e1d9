import { gzipSync } from 'node:zlib';
import { notFound } from '../../domain/errors.ts';
import type { OpenAnswer } from '../shared/api.ts';
import { PAGE_SCRIPT, PAGE_STYLES } from './page.ts';

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLES = 'text/css; charset=utf-8';

interface TextFile {
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

const assets = () => import('./assets.ts');

const FILES: ReadonlyMap<string, TextFile> = new Map([
  ['swagger-ui.js', { contentType: SCRIPT, text: async () => (await assets()).SWAGGER_SCRIPT }],
  ['swagger-ui.css', { contentType: STYLES, text: async () => (await assets()).SWAGGER_STYLES }],
  ['page.js', { contentType: SCRIPT, text: async () => PAGE_SCRIPT }],
  ['page.css', { contentType: STYLES, text: async () => PAGE_STYLES }],
]);

const compressed = new Map<string, string>();

const compress = (name: string, text: string): string => {
  const known = compressed.get(name) ?? gzipSync(text).toString('base64');
  compressed.set(name, known);
  return known;
};

/** A file of the page, compressed for whoever can read that; browsers keep it for a day. */
export const docsFile = async (name: string, acceptEncoding: string): Promise<OpenAnswer> => {
  const file = FILES.get(name);
  if (file === undefined) throw notFound('file', 'file');
  const text = await file.text();
  const { contentType } = file;
  const headers = { 'cache-control': 'public, max-age=86400', vary: 'accept-encoding' };
  if (!/\bgzip\b/.test(acceptEncoding)) return { status: 200, contentType, body: text, headers };
  return {
    status: 200,
    contentType,
    body: compress(name, text),
    isBase64Encoded: true,
    headers: { ...headers, 'content-encoding': 'gzip' },
  };
};
