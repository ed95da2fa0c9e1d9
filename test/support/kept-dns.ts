import type { Dns } from '../../functions/shared/dns.ts';

/** Name servers that answer what a test has put there. */
export class KeptDns implements Dns {
  readonly txt = new Map<string, readonly string[]>();
  readonly cname = new Map<string, readonly string[]>();
  readonly a = new Map<string, readonly string[]>();

  async texts(name: string): Promise<readonly string[]> {
    return this.txt.get(name) ?? [];
  }

  async aliases(name: string): Promise<readonly string[]> {
    return this.cname.get(name) ?? [];
  }

  async addresses(name: string): Promise<readonly string[]> {
    return this.a.get(name) ?? [];
  }

  /** Sets the records that a domain asks for. */
  set(records: readonly { readonly type: string; readonly name: string; readonly value: string }[]): void {
    for (const { type, name, value } of records) (type === 'TXT' ? this.txt : this.cname).set(name, [value]);
  }
}
