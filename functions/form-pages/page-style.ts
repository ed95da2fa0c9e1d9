import { DARK_PAGE, LIGHT_PAGE, type Palette } from '../../domain/colours.ts';

const DARK = (accent: string): string =>
  `--page:${DARK_PAGE};--text:#eceef2;--soft:#b3b9c5;--line:#8b93a2;--field:#1f2229;--accent:${accent};--error:#ffa59c`;

/** Everything but the colours of the program. */
const RULES = `*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
.wrap{max-width:38rem;margin:0 auto;padding:1.5rem 1rem 2rem}
.logo{display:block;max-width:12rem;max-height:4rem;width:auto;height:auto;margin-bottom:1.5rem}
.program{margin:0 0 1.5rem;font-weight:600;color:var(--soft)}
h1{margin:0 0 1.25rem;font-size:1.6rem;line-height:1.25}
h2{margin:0 0 .5rem;font-size:1.1rem}
.intro{margin:-.75rem 0 1.5rem;white-space:pre-line}
a{color:var(--accent)}
.row{margin:0 0 1.25rem;padding:0;border:0;min-width:0}
label,legend{display:block;margin-bottom:.25rem;padding:0;font-weight:600}
.choice{display:flex;gap:.6rem;align-items:flex-start;margin:.4rem 0;font-weight:400}
.choice input{flex:none;width:1.25rem;height:1.25rem;margin:.15rem 0 0;accent-color:var(--accent)}
.hint{color:var(--soft);font-weight:400;font-size:.9rem}
.help{margin:0 0 .25rem;color:var(--soft);font-size:.9rem;white-space:pre-line}
.problem{margin:0 0 .25rem;color:var(--error);font-weight:600}
.text{width:100%;min-height:2.75rem;padding:.5rem .65rem;border:1px solid var(--line);border-radius:.35rem;background:var(--field);color:inherit;font:inherit}
textarea.text{resize:vertical}
.wrong .text{border:2px solid var(--error)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.send{min-height:2.75rem;padding:.5rem 1.5rem;border:1px solid var(--line);border-radius:.35rem;background:var(--primary);color:var(--on-primary);font:inherit;font-weight:600;cursor:pointer}
.summary{margin:0 0 1.5rem;padding:1rem;border:2px solid var(--error);border-radius:.35rem}
.summary ul{margin:0;padding-left:1.25rem}
.summary a{color:var(--error)}
.away{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}
.file{display:block;width:100%;height:16rem;border:1px solid var(--line);border-radius:.35rem}
footer{margin-top:2rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.9rem}
footer a{margin-right:1rem}
.own{border-top:.4rem solid var(--primary)}
@media(min-width:40rem){.own .wrap{max-width:42rem;padding-top:3rem}.own main{padding:2rem;border:1px solid color-mix(in srgb,var(--line) 40%,transparent);border-radius:.75rem}}`;

/** The whole style of a page, in light and dark, with the colours of the program. */
export const pageStyle = ({ primary, on_primary, accent_on_light, accent_on_dark }: Palette): string =>
  [
    `:root{color-scheme:light dark;--page:${LIGHT_PAGE};--text:#1a1c21;--soft:#5a606c;--line:#767d8a;--field:#fff`,
    `;--primary:${primary};--on-primary:${on_primary};--accent:${accent_on_light};--error:#b3261e}\n`,
    `@media(prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK(accent_on_dark)}}}\n`,
    `:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark;${DARK(accent_on_dark)}}\n`,
    RULES,
  ].join('');
