import { CLICK_PARAMETER } from '../../domain/links.ts';

/**
 * The script of the merchant's site. It keeps the click id with which a visitor lands, the first and the last one,
 * and gives them back to the page; it sends nothing anywhere. `data-days` on the script tag is the program's
 * attribution window. The text is served as it stands, so it is written short.
 */
export const SITE_SCRIPT = `(function (w, d) {
var N = '${CLICK_PARAMETER}', s = d.currentScript, days = +(s && s.getAttribute('data-days')) || 90, box, m;
try { box = w.localStorage } catch (e) {}
function fresh(t) {
  m = /^[\\w-]{1,64}\\.[\\w-]{1,64}\\.([0-9a-z]{1,9})\\.[\\w-]{22}$/.exec(t);
  return m && Date.now() - parseInt(m[1], 36) < days * 864e5;
}
function read() {
  m = d.cookie.match('(?:^|; )' + N + '=([\\\\w.~-]+)');
  var v = m && m[1];
  try { v = v || box.getItem(N) } catch (e) {}
  return (v || '').split('~').filter(fresh);
}
function keep(v) {
  d.cookie = N + '=' + v + ';path=/;max-age=' + days * 86400 + ';samesite=lax' + (w.location.protocol == 'https:' ? ';secure' : '');
  try { box.setItem(N, v) } catch (e) {}
}
var now = new URLSearchParams(w.location.search).get(N), old = read();
if (now && fresh(now) && old[old.length - 1] != now) keep((old.length ? [old[0], now] : [now]).join('~'));
w.fairshare = function (what) { return (what == 'clickId' && read().join('~')) || null };
})(window, document);
`;
