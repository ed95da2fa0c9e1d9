import { Ajv2020 } from 'ajv/dist/2020.js';
import * as z from 'zod/mini';
import { openApiDocument } from '../../../functions/reference/document.ts';
import { BODY_EXAMPLES } from '../../../functions/reference/examples.ts';
import { ALL_OPERATIONS } from '../../../functions/shared/contracts/index.ts';

const document = JSON.parse(JSON.stringify(openApiDocument(ALL_OPERATIONS, '/')));

/** The schemas of the document as an independent validator reads them. */
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'https://api.example/openapi', ...document });

const pointer = (...parts: string[]): string =>
  parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const validatorAt = (...parts: string[]) => {
  const at = encodeURI(pointer(...parts))
    .replaceAll('{', '%7B')
    .replaceAll('}', '%7D');
  return ajv.compile({ $ref: `https://api.example/openapi#${at}` });
};

const json = ['content', 'application/json', 'schema'];

test('Every schema of the document can be used by another validator', () => {
  for (const operation of ALL_OPERATIONS) {
    if (operation.kind === 'open') continue;
    const place = ['paths', operation.path, operation.method.toLowerCase()];
    validatorAt(...place, 'responses', String(operation.status), ...json);
    if (BODY_EXAMPLES[operation.id] !== undefined) validatorAt(...place, 'requestBody', ...json);
  }
});

/** A body and what becomes of it when one thing in it is wrong. */
const spoilt = (body: object): object[] => [
  { ...body, unknown_field: 1 },
  ...Object.keys(body).map((name) => ({ ...body, [name]: { nested: true } })),
];

test('What the document allows and what the contract takes is the same, for each example and its spoilt copies', () => {
  for (const operation of ALL_OPERATIONS) {
    const example = BODY_EXAMPLES[operation.id];
    if (operation.kind === 'open' || typeof example !== 'object' || example === null) continue;
    const allows = validatorAt('paths', operation.path, operation.method.toLowerCase(), 'requestBody', ...json);
    for (const body of [example, ...spoilt(example)]) {
      const taken = z.safeParse(operation.body, body).success;
      expect([operation.id, body, allows(body)]).toEqual([operation.id, body, taken]);
    }
  }
});
