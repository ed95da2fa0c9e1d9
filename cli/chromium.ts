import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Chromium that can show no window: pages are the same in it, and tests take a quarter less of the machine. */
const WITHOUT_WINDOWS = { package: 'chromium-headless-shell', path: '/usr/bin/chromium-headless-shell' };
const PLACES = [WITHOUT_WINDOWS.path, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const named = (): string | undefined => process.env['CHROMIUM_PATH'] || undefined;

/** Where Chromium is: `CHROMIUM_PATH`, or where Debian puts it. Undefined when there is none. */
export const findChromium = (): string | undefined => named() ?? PLACES.find(isExecutable);

const HOW = 'Install Chromium, or name one in CHROMIUM_PATH.';

/** Installs packages of Debian's; answers what went wrong. */
const install = (...packages: readonly string[]): string | undefined => {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: readonly string[]) => spawnSync('apt-get', args, { env: environment, encoding: 'utf8' });
  if (apt('update').error !== undefined) return 'There is no apt-get here.';
  const { status, stderr } = apt('install', '-y', '--no-install-recommends', ...packages);
  return status === 0 ? undefined : stderr;
};

/**
 * Installs Debian's Chromium without windows when there is none; what else there is must do where that is not possible.
 * @throws Error that says what to do, when there is nothing at all.
 */
export const installChromium = (log: (line: string) => void): void => {
  if (named() !== undefined || isExecutable(WITHOUT_WINDOWS.path)) return;
  const isRoot = process.getuid?.() === 0;
  if (isRoot) log('installing Chromium for the browser tests …');
  const problem = isRoot ? install(WITHOUT_WINDOWS.package) : 'Only root can install it.';
  if (findChromium() === undefined)
    throw new Error(`The browser tests need Chromium, and there is none. ${HOW}\n${problem ?? ''}`);
};
