import { installChromium } from './chromium.ts';

/** Makes sure that there is a Chromium for the browser tests. */
try {
  installChromium((line) => process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
