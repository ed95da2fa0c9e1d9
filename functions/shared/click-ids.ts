import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Click, encodeClickId, parseClickIds, visitorText } from '../../domain/clicks.ts';

/** 128 bits: more than anybody can try. */
const MAC_BYTES = 16;
/** 96 bits tell visitors apart and are no way back to an address. */
const VISITOR_BYTES = 12;

/** What can be done with the secret of click ids. */
export interface ClickIds {
  /** The click id of a click. */
  issue(click: Click): string;
  /**
   * The clicks that a merchant hands back: what one click id, or the first and the last one as the site script keeps
   * them, really says. Forged and foreign ids are left out.
   */
  read(text: string): readonly Click[];
  /** What a visitor of a link is told apart by: it cannot be turned back into an address. */
  visitor(link: string, address: string, agent: string): string;
}

/** Click ids under a secret. */
export const openClickIds = (secret: string): ClickIds => {
  const hmac = (text: string, bytes: number): Buffer =>
    createHmac('sha256', secret).update(text).digest().subarray(0, bytes);
  const mac = (text: string): string => hmac(text, MAC_BYTES).toString('base64url');
  const isOurs = (signed: string, claimed: string): boolean => {
    const expected = mac(signed);
    return expected.length === claimed.length && timingSafeEqual(Buffer.from(expected), Buffer.from(claimed));
  };
  return {
    issue: (click) => encodeClickId(click, mac),
    read: (text) => parseClickIds(text).flatMap((claim) => (isOurs(claim.signed, claim.mac) ? [claim.click] : [])),
    visitor: (link, address, agent) => hmac(visitorText(link, address, agent), VISITOR_BYTES).toString('base64url'),
  };
};
