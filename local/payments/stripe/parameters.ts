import type { Doc } from '../json.ts';
import type { FormNode, FormTree } from './form.ts';
import { invalid } from './refusals.ts';

const MAX_METADATA = 50;

/** The parameters of a request, read strictly: a name that the operation does not know is refused. */
export class Parameters {
  readonly #tree: FormTree;
  readonly #prefix: string;

  constructor(tree: FormTree, known: readonly string[], prefix = '') {
    this.#tree = tree;
    this.#prefix = prefix;
    for (const name of tree.keys()) {
      if (!known.includes(name)) {
        const full = this.#full(name);
        throw invalid('parameter_unknown', `Received unknown parameter: ${full}`, full);
      }
    }
  }

  text(name: string): string {
    const value = this.maybeText(name);
    if (value === undefined) {
      throw invalid('parameter_missing', `Missing required param: ${this.#full(name)}.`, this.#full(name));
    }
    return value;
  }

  maybeText(name: string): string | undefined {
    const value = this.#tree.get(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw invalid('parameter_invalid_string', `Invalid string`, this.#full(name));
    return value;
  }

  integer(name: string): number {
    const value = this.text(name);
    if (!/^-?\d{1,15}$/.test(value)) {
      throw invalid('parameter_invalid_integer', `Invalid integer: ${value}`, this.#full(name));
    }
    return Number(value);
  }

  maybeInteger(name: string): number | undefined {
    return this.maybeText(name) === undefined ? undefined : this.integer(name);
  }

  flag(name: string): boolean {
    const value = this.maybeText(name);
    if (value === undefined || value === 'false') return false;
    if (value === 'true') return true;
    throw invalid('parameter_invalid_boolean', `Invalid boolean: ${value}`, this.#full(name));
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const given = this.maybeText(name);
    if (given === undefined) return undefined;
    const value = values.find((candidate) => candidate === given);
    if (value === undefined) {
      const message = `Invalid ${this.#full(name)}: must be one of ${values.join(', ')}`;
      throw invalid('parameter_invalid_enum', message, this.#full(name));
    }
    return value;
  }

  /** A free map of texts, such as `metadata`. */
  texts(name: string): Readonly<Record<string, string>> {
    const value = this.#tree.get(name);
    if (value === undefined || value === '') return {};
    if (typeof value === 'string') throw invalid('parameter_invalid_hash', 'Invalid hash', this.#full(name));
    if (value.size > MAX_METADATA) throw invalid('metadata_too_large', 'Too many metadata keys', this.#full(name));
    const texts: [string, string][] = [];
    for (const [key, text] of value) {
      if (typeof text !== 'string' || key.length > 40 || text.length > 500) {
        throw invalid('parameter_invalid_string', `Invalid metadata: ${key}`, this.#full(name));
      }
      texts.push([key, text]);
    }
    return Object.fromEntries(texts);
  }

  /** The texts of a list, such as `expand[]`. */
  list(name: string): readonly string[] {
    const value = this.#tree.get(name);
    if (value === undefined) return [];
    if (typeof value === 'string') throw invalid('parameter_invalid_array', 'Invalid array', this.#full(name));
    return [...value.values()].filter((entry) => typeof entry === 'string');
  }

  nested(name: string, known: readonly string[]): Parameters {
    const value = this.#tree.get(name) ?? new Map<string, FormNode>();
    if (typeof value === 'string') throw invalid('parameter_invalid_hash', 'Invalid hash', this.#full(name));
    return new Parameters(value, known, this.#full(name));
  }

  #full(name: string): string {
    return this.#prefix === '' ? name : `${this.#prefix}[${name}]`;
  }
}

/** The lower-case currency code of a request. */
export function currencyOf(parameters: Parameters): string {
  const currency = parameters.text('currency').toLowerCase();
  if (!/^[a-z]{3}$/.test(currency)) throw invalid('invalid_currency', `Invalid currency: ${currency}`, 'currency');
  return currency;
}

/** A list as Stripe answers it. */
export function listOf(url: string, items: readonly Doc[], more: boolean): Doc {
  return { object: 'list', data: items, has_more: more, url };
}
