import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import type { Journal } from '../contract.ts';
import { columnText, isObject, type Json, type JsonObject, type Loose, numberAt, toJson, tryJson } from '../values.ts';

/** Signs tokens, and shows the key that they are checked with. */
export interface Signer {
  sign(claims: JsonObject): string;
  /** The claims of a token of ours that has not expired. */
  read(token: string): Loose | undefined;
  readonly keySet: Json;
}

const encoded = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function privateKeyOf(journal: Journal): { readonly id: string; readonly key: KeyObject } {
  journal.schema('CREATE TABLE IF NOT EXISTS login_keys (id TEXT PRIMARY KEY, pem TEXT NOT NULL)');
  const [row] = journal.all('SELECT * FROM login_keys');
  if (row !== undefined) return { id: columnText(row, 'id'), key: createPrivateKey(columnText(row, 'pem')) };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const id = randomUUID();
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  journal.run('INSERT INTO login_keys (id, pem) VALUES (?, ?)', id, pem);
  return { id, key: privateKey };
}

/** The signing key of this data folder: made when it is first needed, and of no use anywhere else. */
export function openSigner(journal: Journal): () => Signer {
  let signer: Signer | undefined;
  return () => {
    if (signer !== undefined) return signer;
    const { id, key } = privateKeyOf(journal);
    const head = encoded({ kid: id, alg: 'RS256' });
    const publicKey = createPublicKey(key);
    const jwk = toJson(publicKey.export({ format: 'jwk' }));
    signer = {
      sign: (claims) => {
        const text = `${head}.${encoded(claims)}`;
        return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
      },
      read: (token) => {
        const [start, body = '', signature = ''] = token.split('.');
        const signed = Buffer.from(`${head}.${body}`);
        if (start !== head || !verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url')))
          return undefined;
        const claims = tryJson(Buffer.from(body, 'base64url').toString());
        return isObject(claims) && (numberAt(claims, 'exp') ?? 0) > Date.now() / 1000 ? claims : undefined;
      },
      keySet: { keys: [{ ...Object(jwk), kid: id, alg: 'RS256', use: 'sig' }] },
    };
    return signer;
  };
}
