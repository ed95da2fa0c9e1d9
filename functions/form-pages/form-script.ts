import type { OpenAnswer } from '../shared/api.ts';

/**
 * The script that shows forms on any page: for each element with `data-fairshare-form` it makes a frame with the page of
 * the form, as high as the form is. It keeps nothing in the browser and takes nothing from the page around it but its
 * site, the code of a recruiting link (`?ref=`) and the click id that the site script keeps. In the frame the same script tells
 * how high the page is.
 */
export const FORM_SCRIPT_TEXT = `(function (w, d) {
var s = d.currentScript;
if (s && s.hasAttribute('data-fairshare-page')) {
  if (w.parent == w) return;
  new w.ResizeObserver(function () {
    w.parent.postMessage({ fairshareHeight: d.documentElement.offsetHeight }, '*');
  }).observe(d.documentElement);
  return;
}
var origin = new URL(s ? s.src : d.baseURI).origin, frames = [];
function show(box) {
  var place = box.getAttribute('data-fairshare-form'), query = new URLSearchParams(), loads = 0;
  var ref = new URLSearchParams(w.location.search).get('ref'), click = w.fairshare && w.fairshare('clickId');
  var theme = box.getAttribute('data-theme'), lang = box.getAttribute('data-lang') || d.documentElement.lang;
  query.set('page', w.location.origin);
  if (ref) query.set('ref', ref);
  if (click) query.set('fs_click', click);
  if (theme) query.set('theme', theme);
  if (lang) query.set('lang', lang);
  var frame = d.createElement('iframe');
  frame.src = origin + '/v2/public/forms/' + place + '/page?' + query;
  frame.title = box.getAttribute('data-title') || 'Form';
  frame.referrerPolicy = 'no-referrer';
  frame.style.cssText = 'display:block;width:100%;height:900px;border:0';
  frame.addEventListener('load', function () {
    if (loads++) frame.scrollIntoView({ block: 'nearest' });
  });
  frames.push(frame);
  box.replaceChildren(frame);
}
w.addEventListener('message', function (event) {
  var height = event.data && event.data.fairshareHeight;
  if (event.origin != origin || !(height > 0)) return;
  frames.forEach(function (frame) {
    if (frame.contentWindow == event.source) frame.style.height = Math.min(Math.ceil(height), 20000) + 'px';
  });
});
function all() {
  Array.prototype.forEach.call(d.querySelectorAll('[data-fairshare-form]'), function (box) {
    if (box.fairshareForm) return;
    box.fairshareForm = true;
    show(box);
  });
}
all();
if (d.readyState == 'loading') d.addEventListener('DOMContentLoaded', all);
})(window, document);
`;

/** The script is the same for everybody, and may be kept for a while. */
export const formScript = (): OpenAnswer => ({
  status: 200,
  contentType: 'text/javascript; charset=utf-8',
  body: FORM_SCRIPT_TEXT,
  headers: { 'cache-control': 'public, max-age=3600', 'cross-origin-resource-policy': 'cross-origin' },
});
