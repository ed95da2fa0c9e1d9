import { buildConsole } from './build.ts';

/** Builds the console where a source has changed. */
buildConsole((line) => process.stdout.write(`${line}\n`));
