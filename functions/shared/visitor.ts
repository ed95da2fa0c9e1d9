import type { HttpEvent } from './http.ts';

/**
 * The address that a request came from: behind the CDN it stands before the CDN's own in the list of forwarders, whose
 * earlier entries anybody can make up (docs/decisions.md, "The edge").
 */
export const visitorAddress = (event: HttpEvent): string => {
  const forwarded = (event.headers['x-forwarded-for'] ?? '').split(',').map((part) => part.trim());
  return forwarded.at(-2) ?? event.requestContext.http.sourceIp;
};
