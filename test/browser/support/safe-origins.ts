import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Flags by which Chromium takes origins for as safe as they are with a certificate. Chromium without windows tells the
 * flag to none of the processes that show pages, so they are started by a script in the folder that adds it.
 */
export const safeOrigins = (folder: string, origins: readonly string[]): readonly string[] => {
  const flag = `--unsafely-treat-insecure-origin-as-secure=${origins.join(',')}`;
  const script = join(folder, 'show-pages.sh');
  writeFileSync(script, `#!/bin/sh\nexec "$@" '${flag}'\n`, { mode: 0o755 });
  return [flag, `--renderer-cmd-prefix=${script}`];
};
