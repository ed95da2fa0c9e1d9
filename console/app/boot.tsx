import { type ComponentChildren, render } from 'preact';
import { tellProblem } from '../parts/toasts.tsx';
import '../styles/base.css';
import '../styles/shell.css';
import '../styles/parts.css';
import '../styles/fields.css';
import '../styles/showing.css';
import '../styles/table.css';
import '../styles/print.css';
import { type Area, areaAt, loadArea } from './areas.ts';
import { language } from './language.ts';
import { restoreKept, startRouter } from './router.ts';
import { navigation, parts, refusals } from './texts.ts';

/** Loads what every page shows. */
export const loadFrame = async (): Promise<void> => {
  document.documentElement.lang = language.peek();
  await Promise.all([parts, navigation, refusals].map((each) => each.load(language.peek())));
};

/** Shows something as the whole page. */
export const showPage = (content: ComponentChildren): void => {
  const place = document.getElementById('app');
  if (place === null) throw new Error('The page has no place for the app.');
  render(content, place);
};

interface Booting {
  /** The folder of the page, such as `/console`. */
  readonly folder: string;
  readonly areas: readonly Area[];
  /** Loads whatever the app needs once somebody has logged in, and answers what is shown. */
  readonly show: () => Promise<ComponentChildren>;
}

/** Starts a page for somebody who is getting in. Its frame and the area of its address are loaded meanwhile. */
export const boot = async ({ folder, areas, show }: Booting, entered: Promise<void>): Promise<void> => {
  const frame = loadFrame();
  const area = areaAt(areas, location.pathname.slice(folder.length) || '/')?.area;
  // An area that cannot be loaded says so where it is shown.
  if (area !== undefined) loadArea(area).catch(() => undefined);
  await entered;
  startRouter(folder);
  // Whatever failed where nobody said what then is told all the same.
  addEventListener('unhandledrejection', ({ reason }) => tellProblem(reason));
  const [content] = await Promise.all([show(), frame]);
  showPage(content);
  restoreKept();
};
