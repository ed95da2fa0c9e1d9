import { BlockList, isIP } from 'node:net';
import { InvalidPattern } from './invalid.ts';

/** A test whether text is an address inside the block, for IPv4 and IPv6. */
export function compileCidr(block: string, where: string): (value: string) => boolean {
  const [address = '', bits, ...rest] = block.split('/');
  const family = isIP(address);
  const prefix = Number(bits);
  const widest = family === 4 ? 32 : 128;
  if (
    family === 0 ||
    bits === undefined ||
    rest.length > 0 ||
    !Number.isInteger(prefix) ||
    prefix < 0 ||
    prefix > widest
  ) {
    throw new InvalidPattern(`${where}: "${block}" is no CIDR block`);
  }
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, prefix, kind);
  return (value) => isIP(value) === family && list.check(value, kind);
}
