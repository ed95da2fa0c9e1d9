import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where Chromium is: `CHROMIUM_PATH`, or where Debian puts it. Undefined when there is none. */
export const findChromium = (): string | undefined => {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') return given;
  return PLACES.find(isExecutable);
};

const HOW = 'Install Chromium, or name one in CHROMIUM_PATH.';

/**
 * Installs Debian's Chromium when there is none.
 * @throws Error that says what to do, when that is not possible here.
 */
export const installChromium = (log: (line: string) => void): void => {
  if (findChromium() !== undefined) return;
  if (process.getuid?.() !== 0)
    throw new Error(`The browser tests need Chromium, and only root can install it. ${HOW}`);
  log('installing Chromium for the browser tests …');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: readonly string[]) => spawnSync('apt-get', args, { env: environment, encoding: 'utf8' });
  const updated = apt('update');
  if (updated.error !== undefined)
    throw new Error(`The browser tests need Chromium, and there is no apt-get here. ${HOW}`);
  const installed = apt('install', '-y', '--no-install-recommends', 'chromium');
  if (installed.status !== 0 || findChromium() === undefined) {
    throw new Error(`Chromium could not be installed. ${HOW}\n${installed.stderr}`);
  }
};
