import { Script } from 'node:vm';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { formPage, formScript } from '../../../functions/forms/form-page.ts';
import { FORM_SCRIPT_TEXT } from '../../../functions/forms/form-script.ts';
import { openMerchant } from '../../support/merchant.ts';
import { slugOf } from './applicants.ts';

const elementsOf = (node: DefaultTreeAdapterTypes.Node): string[] => [
  ...('tagName' in node ? [`${node.tagName} ${node.attrs.map(({ name }) => name).join(' ')}`.trim()] : []),
  ...('childNodes' in node ? node.childNodes.flatMap(elementsOf) : []),
];

const PAGE = [
  ...['html lang', 'head', 'meta charset', 'meta name content', 'meta name content', 'title', 'style', 'body'],
  ...['div data-fairshare-form', 'script src async'],
];

test.each([
  'Become a partner',
  '</title><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '<!--',
  '&lt;script&gt;',
])('With the title %j the page has no other elements and attributes', async (title) => {
  const merchant = await openMerchant();
  const { default_group } = await merchant.head();
  await merchant.must('PATCH', `/v2/form-templates/${default_group}.application`, { title });
  const { body, headers } = await formPage(merchant.store, { form: await slugOf(merchant), kind: 'application' });
  expect(elementsOf(parse(body))).toEqual(PAGE);
  expect(headers?.['content-security-policy']).not.toMatch(/unsafe-|script-src [^;]*\*/);
});

test('The script is one that browsers read, and makes texts to text only', () => {
  expect(() => new Script(FORM_SCRIPT_TEXT)).not.toThrow();
  expect(FORM_SCRIPT_TEXT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/);
  expect(formScript().body).toBe(FORM_SCRIPT_TEXT);
});
