import { chanceOf, oneOf } from './chance.ts';
import type { Visit } from './plan.ts';

/** How browsers of the time named themselves; the last number tells visitors apart. */
const BROWSERS: readonly ((build: number) => string)[] = [
  (build) => `Mozilla/5.0 (Windows NT 6.1; WOW64; rv:2.0.1) Gecko/20100101 Firefox/4.0.1.${build}`,
  (build) => `Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0; SLCC2; .NET4.0C; IB/${build})`,
  (build) =>
    `Mozilla/5.0 (Windows NT 6.1) AppleWebKit/534.24 (KHTML, like Gecko) Chrome/11.0.696.${build} Safari/534.24`,
  (build) =>
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_6_7) AppleWebKit/533.20.25 (KHTML, like Gecko) Version/5.0.4 Safari/533.${build}`,
  (build) =>
    `Mozilla/5.0 (iPad; CPU OS 4_3_3 like Mac OS X) AppleWebKit/533.17.9 (KHTML, like Gecko) Mobile/8J${build} Safari/6533`,
];

const BOTS = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)',
];
const PREVIEW = 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)';

/** What the visitor's browser sends, or the program's. */
export const headersOf = ({ kind, visitor }: Pick<Visit, 'kind' | 'visitor'>): Readonly<Record<string, string>> => {
  const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  const build = Math.floor(chanceOf('build', visitor) * 1e9);
  switch (kind) {
    case 'bot':
      return { 'user-agent': oneOf(BOTS, 'bot', visitor), accept };
    case 'preview':
      return { 'user-agent': PREVIEW, accept };
    case 'ahead':
      return { 'user-agent': oneOf(BROWSERS, 'browser', visitor)(build), accept, 'x-moz': 'prefetch' };
    case 'person':
    case 'again':
      return { 'user-agent': oneOf(BROWSERS, 'browser', visitor)(build), accept };
  }
};
