import type { AwsResponse } from '../contract.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** S3 says no: its codes, and the parts of the message that belong to some of them. */
export class S3Failure extends Error {
  override readonly name = 'S3Failure';
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** An element with text or elements in it. */
export function element(name: string, content: string | readonly string[]): string {
  return `<${name}>${typeof content === 'string' ? escaped(content) : content.join('')}</${name}>`;
}

/** A document of S3. */
export function xml(status: number, name: string, content: readonly string[]): AwsResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content)}`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** A failure as S3 writes it. */
export function failureAnswer({ status, code, message, details }: S3Failure): AwsResponse {
  return xml(status, 'Error', [
    element('Code', code),
    element('Message', message),
    ...Object.entries(details).map(([name, value]) => element(name, value)),
  ]);
}
