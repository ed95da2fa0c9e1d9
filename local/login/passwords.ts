import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** Argon2id with 19 MiB, two passes and one lane: 90 ms on a slow core. */
const MEMORY_KIB = 19_456;
const PASSES = 2;

function derive(password: string, nonce: Buffer, memory: number, passes: number): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFKC'));
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce, parallelism: 1, tagLength: 32, memory, passes }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** One after the other: each takes its memory, and the runtime has little. */
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work);
  last = next.catch(() => undefined);
  return next;
}

/** What is stored of a password: the parameters, the nonce and the key. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const key = await inTurn(() => derive(password, nonce, MEMORY_KIB, PASSES));
  return `argon2id$${MEMORY_KIB}$${PASSES}$${nonce.toString('base64url')}$${key.toString('base64url')}`;
}

/** For accounts that do not exist: checking takes as long as for those that do. */
const NOBODY = `argon2id$${MEMORY_KIB}$${PASSES}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Whether a password is the stored one; without a stored one it never is, and takes as long to say so. */
export async function samePassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, memory, passes, nonce = '', key = ''] = (stored ?? NOBODY).split('$');
  const expected = Buffer.from(key, 'base64url');
  const derived = await inTurn(() => derive(password, Buffer.from(nonce, 'base64url'), Number(memory), Number(passes)));
  return timingSafeEqual(derived, expected) && stored !== undefined;
}
