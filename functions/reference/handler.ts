import { openRoute, serve } from '../shared/api.ts';
import { systemClock } from '../shared/clock.ts';
import { ALL_OPERATIONS } from '../shared/contracts/index.ts';
import { getDocs, getDocsFile, getOpenApi } from '../shared/contracts/reference.ts';
import { optionalEnv } from '../shared/env.ts';
import { consoleLog } from '../shared/log.ts';
import { openApiDocument } from './document.ts';
import { docsFile } from './files.ts';
import { PAGE_POLICY, page } from './page.ts';

let written: string | undefined;

/** Written when first asked for: the page's files do not need it. */
const document = (): string => {
  written ??= JSON.stringify(openApiDocument(ALL_OPERATIONS, optionalEnv('PUBLIC_URL') ?? '/'));
  return written;
};

export const handler = serve({ clock: systemClock, log: consoleLog }, [
  openRoute(getOpenApi, async () => ({ status: 200, contentType: 'application/json', body: document() })),
  openRoute(getDocs, async () => ({
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: page(),
    headers: { 'content-security-policy': PAGE_POLICY },
  })),
  openRoute(getDocsFile, (_context, request, params) =>
    docsFile(params['file'] ?? '', request.headers['accept-encoding'] ?? ''),
  ),
]);
