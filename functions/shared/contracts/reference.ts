import { openOperation } from '../contract.ts';

const tag = 'reference';

export const getOpenApi = openOperation({
  id: 'getOpenApi',
  method: 'GET',
  path: '/v2/openapi.json',
  tag,
  summary: 'This document',
  answers: 'application/json',
});

export const getDocs = openOperation({
  id: 'getDocs',
  method: 'GET',
  path: '/v2/docs',
  tag,
  summary: 'This document as a page on which operations can be tried',
  answers: 'text/html',
});

export const getDocsFile = openOperation({
  id: 'getDocsFile',
  method: 'GET',
  path: '/v2/docs/{file}',
  tag,
  summary: 'A script or style sheet of the page',
  answers: 'text/html',
});
