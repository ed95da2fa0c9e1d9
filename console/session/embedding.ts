/**
 * The page of the merchant around the embedded portal. It says who the partner is, by a token that its server asked
 * the API for. The token is in this module's memory and nowhere else; without one there is nothing to see or to press.
 */

/** What the page around says, and how the portal is to look there. */
export interface Opening {
  readonly token: string;
  readonly language: string | undefined;
  readonly theme: string | undefined;
}

const PATIENCE_MS = 20_000;

let token: string | undefined;
let asked: Promise<Opening | undefined> | undefined;

/** Whether there is a page around this one at all. */
export const isEmbedded = (): boolean => window.parent !== window;

/** Tells the page around something. There is nothing secret in it: any page may be the one. */
export const tellParent = (message: Readonly<Record<string, unknown>>): void => window.parent.postMessage(message, '*');

const textIn = (data: object, name: string): string | undefined => {
  const value: unknown = Reflect.get(data, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** What a message means: an opening, that there is none, or nothing for us. */
const readMessage = ({ source, data }: MessageEvent<unknown>): Opening | 'refused' | undefined => {
  if (source !== window.parent || typeof data !== 'object' || data === null) return undefined;
  const kind = textIn(data, 'fairshare');
  const given = textIn(data, 'token');
  if (kind === 'refused' || (kind === 'session' && given === undefined)) return 'refused';
  if (kind !== 'session' || given === undefined) return undefined;
  return { token: given, language: textIn(data, 'language'), theme: textIn(data, 'theme') };
};

const ask = (): Promise<Opening | undefined> =>
  new Promise((resolve) => {
    const answer = (opening: Opening | undefined): void => {
      clearTimeout(patience);
      removeEventListener('message', hear);
      token = opening?.token;
      resolve(opening);
    };
    const hear = (event: MessageEvent<unknown>): void => {
      const said = readMessage(event);
      if (said !== undefined) answer(said === 'refused' ? undefined : said);
    };
    const patience = setTimeout(() => answer(undefined), PATIENCE_MS);
    addEventListener('message', hear);
    tellParent({ fairshare: 'session' });
  });

/** Asks the page around for a session; undefined when it gives none. Requests at the same moment share one answer. */
export const openSession = (): Promise<Opening | undefined> => {
  asked ??= ask().finally(() => {
    asked = undefined;
  });
  return asked;
};

/** The token of the session. */
export const sessionToken = async (): Promise<string | undefined> => token;
