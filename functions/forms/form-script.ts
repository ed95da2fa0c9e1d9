/**
 * The script that shows forms on any page: for each element with `data-fairshare-form` it fetches the form, builds it,
 * uploads files and sends the answers. Texts of the merchant become text nodes and never markup. It keeps nothing in
 * the browser and takes nothing from the page around it but its site, the
 * code of a recruiting link (`?ref=`) and the click id that the site script keeps.
 */
export const FORM_SCRIPT_TEXT = `(function (w, d) {
var s = d.currentScript, base = new URL(s ? s.src : d.baseURI).origin + '/v2/public/forms/';
function make(tag, props, parts) {
  var e = d.createElement(tag);
  Object.assign(e, props || {});
  (parts || []).forEach(function (p) { if (p) e.append(p) });
  return e;
}
function call(path, body) {
  var init = body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {};
  return w.fetch(base + path, Object.assign({ credentials: 'omit', referrerPolicy: 'no-referrer' }, init)).then(function (r) {
    return r.json().then(function (j) {
      if (r.ok) return j.data;
      throw Object.assign(new Error(j.message), { fields: (j.error && j.error.fields) || [] });
    });
  });
}
var TYPES = { email: 'email', number: 'number', phone: 'tel', url: 'url', date: 'date', checkbox: 'checkbox', file: 'file' };
function input(f, id) {
  var props = { id: id, name: f.field_key, required: f.required };
  if (f.type == 'long_text') return make('textarea', Object.assign(props, { rows: 5, placeholder: f.placeholder_text || '' }));
  if (f.type == 'select' || f.type == 'multi_select') {
    var many = f.type == 'multi_select';
    return make('select', Object.assign(props, { multiple: many }),
      (many ? [] : [make('option', { value: '' })]).concat(f.options.map(function (o) {
        return make('option', { value: o.value, textContent: o.label });
      })));
  }
  var e = make('input', Object.assign(props, { type: TYPES[f.type] || 'text', placeholder: f.placeholder_text || '' }));
  if (f.type == 'number') { e.step = f.decimals == 0 ? '1' : 'any'; e.min = f.minimum; e.max = f.maximum }
  if (f.type == 'date') { e.min = f.minimum || ''; e.max = f.maximum || '' }
  if (f.type == 'country') { e.maxLength = 2; e.pattern = '[A-Za-z]{2}'; e.placeholder = e.placeholder || 'GB' }
  if (f.type == 'file' && f.file_types) e.accept = f.file_types.join(',');
  return e;
}
function upload(place, form, f, file) {
  return call(place + '/uploads', { token: form.token, field: f.field_key, name: file.name, type: file.type, size: file.size })
    .then(function (u) {
      var data = new FormData();
      Object.keys(u.fields).forEach(function (k) { data.append(k, u.fields[k]) });
      data.append('file', file);
      return w.fetch(u.url, { method: 'POST', body: data }).then(function (r) {
        if (!r.ok) throw new Error('The file ' + file.name + ' could not be uploaded.');
        return u.upload;
      });
    });
}
function answer(place, form, f, e) {
  if (f.type == 'checkbox') return e.checked;
  if (f.type == 'multi_select') return Array.prototype.map.call(e.selectedOptions, function (o) { return o.value });
  if (f.type == 'file') return e.files[0] ? upload(place, form, f, e.files[0]) : undefined;
  if (e.value == '') return undefined;
  return f.type == 'number' ? Number(e.value) : f.type == 'country' ? e.value.toUpperCase() : e.value;
}
function show(box, place, form) {
  var trap = make('input', { name: form.trap, tabIndex: -1, autocomplete: 'off' });
  var hide = make('div', {}, [trap]);
  hide.setAttribute('aria-hidden', 'true');
  hide.style.cssText = 'position:absolute;left:-9999px';
  var inputs = {}, errors = {}, terms = form.terms && make('input', { type: 'checkbox', required: true, id: place + '/terms' });
  var rows = form.fields.map(function (f) {
    var id = place + '/' + f.field_key;
    inputs[f.field_key] = input(f, id);
    errors[f.field_key] = make('small', { className: 'fairshare-error' });
    return make('p', {}, [make('label', { htmlFor: id, textContent: f.name + (f.required ? ' *' : '') }), make('br'),
      inputs[f.field_key], f.help_text && make('small', { textContent: f.help_text }), errors[f.field_key]]);
  });
  var state = make('p', {}), button = make('button', { type: 'submit', textContent: 'Send' });
  state.setAttribute('role', 'status');
  var link = form.terms && make('a', { href: form.terms.url, target: '_blank', rel: 'noopener noreferrer', textContent: 'the terms' });
  var accept = terms && make('p', {}, [terms, make('label', { htmlFor: terms.id }, [' I accept ', link])]);
  var element = make('form', { className: 'fairshare-form' }, [make('h2', { textContent: form.title }),
    form.description && make('p', { textContent: form.description })].concat(rows, [accept, hide, make('p', {}, [button]), state]));
  element.addEventListener('submit', function (event) {
    event.preventDefault();
    button.disabled = true;
    state.textContent = '';
    form.fields.forEach(function (f) { errors[f.field_key].textContent = '' });
    Promise.all(form.fields.map(function (f) { return answer(place, form, f, inputs[f.field_key]) })).then(function (values) {
      var body = { token: form.token, answers: {} }, code = new URLSearchParams(w.location.search).get('ref'), page = w.top === w ? w.location.origin : d.referrer;
      form.fields.forEach(function (f, i) { if (values[i] !== undefined) body.answers[f.field_key] = values[i] });
      if (trap.value) body[form.trap] = trap.value;
      if (form.terms) body.terms_version = form.terms.version;
      if (code && form.type == 'application') body.recruiter = code;
      if (form.type == 'application' && page) body.page = page;
      var click = form.type != 'application' && w.fairshare && w.fairshare('clickId');
      if (click) body.click_id = click;
      return call(place, body);
    }).then(function () {
      element.replaceChildren(make('p', { textContent: 'Thank you. We have received your answers.' }));
    }).catch(function (error) {
      button.disabled = false;
      state.textContent = error.message;
      (error.fields || []).forEach(function (problem) {
        var at = errors[problem.param.replace(/^answers\\./, '')];
        if (at) at.textContent = ' ' + problem.message;
      });
    });
  });
  box.replaceChildren(element);
}
Array.prototype.forEach.call(d.querySelectorAll('[data-fairshare-form]'), function (box) {
  if (box.fairshareForm) return;
  box.fairshareForm = true;
  var place = box.getAttribute('data-fairshare-form');
  call(place).then(function (form) { show(box, place, form) }, function () { box.textContent = 'This form is not available.' });
});
})(window, document);
`;
