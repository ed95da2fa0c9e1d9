/** What the deployment tells the site in `/config.json`. */
export interface Settings {
  /** The address of the site that people see. */
  readonly url: string;
  /** The base address of the login, and the console's client there. */
  readonly login: string;
  readonly client: string;
  /** The origin of uploaded files. */
  readonly files: string;
  /** Whether merchants may sign up by themselves. */
  readonly sign_up: 'on' | 'off';
}

let read: Promise<Settings> | undefined;

const fetchSettings = async (): Promise<Settings> => {
  const answer = await fetch('/config.json');
  if (!answer.ok) throw new Error('The settings of this site cannot be read.');
  return answer.json();
};

/** The settings, read once. */
export const settings = (): Promise<Settings> => {
  read ??= fetchSettings();
  return read;
};

/** Whether this page is at the address that the login knows. */
export const atHome = async (): Promise<boolean> => location.origin === new URL((await settings()).url).origin;

/** Leads to the same page at the address that the login knows. */
const goHome = async (): Promise<void> =>
  location.replace(new URL(location.pathname + location.search + location.hash, (await settings()).url));

/** The same page at the address that the login knows; whether this page is there already. */
export const isHome = async (): Promise<boolean> => {
  if (await atHome()) return true;
  await goHome();
  return false;
};
