import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../functions/reference/document.ts';
import { ALL_OPERATIONS } from '../functions/shared/contracts/index.ts';
import { ROOT } from './build.ts';
import { operationTypes } from './console-types/operation-types.ts';

/** Writes the types with which the console calls the API, from the document that the API is described by. */
writeFileSync(join(ROOT, 'console', 'api', 'operations.ts'), operationTypes(openApiDocument(ALL_OPERATIONS, '')));
