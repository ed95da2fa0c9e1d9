import { CLICK_PARAMETER } from '../../domain/links.ts';

/**
 * The script of the merchant's site. It keeps the click id with which a visitor lands, the first and the last one,
 * and gives them back to the page; it sends nothing anywhere. `data-days` on the script tag is the program's
 * attribution window. `data-referral` names the parameter of old addresses that were imported, such as `via`: a visit
 * with it is kept like a click. The text is served as it stands, so it is written short: only
 * `https:` has a sixth letter.
 */
export const SITE_SCRIPT = `(function (w, d) {
var N = '${CLICK_PARAMETER}', s = d.currentScript, days = +(s && s.getAttribute('data-days')) || 90, box, m, q = new URLSearchParams(w.location.search);
try { box = w.localStorage } catch (e) {}
function fresh(t) {
  m = /^[\\w-]{1,64}\\.[\\w-]{1,64}\\.([0-9a-z]{1,9})(\\.[\\w-]{22})?$/.exec(t);
  return m && Date.now() - parseInt(m[1], 36) < days * 864e5;
}
function read() {
  m = (d.cookie.match('(?:^|; )' + N + '=([\\\\w.~-]+)') || [])[1];
  try { m = m || box.getItem(N) } catch (e) {}
  return (m || '').split('~').filter(fresh);
}
var had = read(), now = q.get(N) || 'ref.' + (q.get(s && s.getAttribute('data-referral')) || '').split('=')[0] + '.' + Date.now().toString(36);
if (fresh(now) && had.slice(-1) != now) {
  m = had.slice(0, 1).concat(now).join('~');
  d.cookie = N + '=' + m + ';path=/;max-age=' + days * 86400 + ';samesite=lax' + (w.location.protocol[5] ? ';secure' : '');
  try { box.setItem(N, m) } catch (e) {}
}
w.fairshare = function (m) { return m == 'clickId' && read().join('~') || null };
})(window, document);
`;
