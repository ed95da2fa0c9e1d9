import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { HttpAnswer } from '../../../functions/shared/http.ts';
import type { TestMerchant } from '../../support/merchant.ts';
import { slugOf } from '../forms/applicants.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const childrenOf = (node: Node): readonly Node[] => ('childNodes' in node ? node.childNodes : []);

/** Every element of a document, in order. */
export const elementsOf = (node: Node): readonly Element[] => [
  ...('tagName' in node ? [node] : []),
  ...childrenOf(node).flatMap(elementsOf),
];

export const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((one) => one.name === name)?.value;

export const textOf = (node: Node | undefined): string => {
  if (node === undefined) return '';
  return node.nodeName === '#text' && 'value' in node ? node.value : childrenOf(node).map(textOf).join('');
};

/** A page as somebody finds his way about it. */
export const readPage = (answer: HttpAnswer) => {
  const all = elementsOf(parse(answer.body));
  const byId = (id: string) => all.find((element) => attribute(element, 'id') === id);
  const named = (name: string) => all.filter((element) => attribute(element, 'name') === name);
  const tagged = (tag: string) => all.filter((element) => element.tagName === tag);
  /** What a browser would send: hidden fields and what is chosen or written beforehand. */
  const fields = (): URLSearchParams => {
    const form = new URLSearchParams();
    for (const element of [...tagged('input'), ...tagged('textarea')]) {
      const type = attribute(element, 'type');
      const isChoice = type === 'checkbox' && attribute(element, 'checked') === undefined;
      const name = attribute(element, 'name');
      if (name === undefined || isChoice || type === 'file') continue;
      form.append(name, attribute(element, 'value') ?? textOf(element));
    }
    for (const select of tagged('select')) {
      const chosen = elementsOf(select).find((option) => attribute(option, 'selected') !== undefined);
      form.append(attribute(select, 'name') ?? '', attribute(chosen, 'value') ?? '');
    }
    return form;
  };
  return { all, byId, named, tagged, fields, text: textOf(all[0]), title: textOf(tagged('title')[0]) };
};

/** Where the page of the form for applications is. */
export const pageOf = async (merchant: TestMerchant, kind = 'application'): Promise<string> =>
  `/v2/public/forms/${await slugOf(merchant)}/${kind}/page`;

/** Opens a page as a visitor does, who then takes his time. */
export const openPage = async (merchant: TestMerchant, at: string, headers: Readonly<Record<string, string>> = {}) => {
  const page = readPage(await merchant.browse(at, undefined, headers));
  merchant.clock.pass(3_000);
  return page;
};

/** The fields of a page with answers filled in. */
export const filled = (fields: URLSearchParams, answers: Readonly<Record<string, string>>): URLSearchParams => {
  for (const [key, value] of Object.entries(answers)) fields.set(`answers.${key}`, value);
  return fields;
};
