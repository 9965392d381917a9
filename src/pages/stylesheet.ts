import type { Accent } from "./accent.ts";

/**
 * All of our style: one typeface (the reader's own), one column, one accent, light and dark. Colours
 * keep a contrast of 4.5 to 1 or more for text and 3 to 1 for borders of fields (WCAG 2.2, 1.4.3, 1.4.11).
 */
export const stylesheet = ({ light, dark }: Accent): string => `:root {
  color-scheme: light dark;
  --paper: light-dark(#f6f5f1, #151715);
  --card: light-dark(#fffefb, #1d201e);
  --ink: light-dark(#1d211f, #eceeea);
  --soft: light-dark(#5a615d, #a3aba6);
  --line: light-dark(#dedcd3, #343935);
  --edge: light-dark(#83897f, #79827c);
  --accent: light-dark(${light.accent}, ${dark.accent});
  --on-accent: light-dark(${light.onAccent}, ${dark.onAccent});
  --wrong: light-dark(#a3271c, #ff9d90);
  --wrong-paper: light-dark(#fbeeea, #33201d);
}
* { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; padding: 0 1.25rem;
  display: grid; grid-template-rows: auto 1fr auto; justify-items: center;
  background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
}
header, main { width: 100%; max-width: 25rem; }
header { padding: clamp(1.5rem, 8vh, 5rem) 0 1.25rem; }
header a {
  display: inline-flex; align-items: center; gap: .65rem;
  color: var(--ink); font-weight: 600; letter-spacing: .01em; text-decoration: none;
}
header img { display: block; height: 1.75rem; width: auto; max-width: 10rem; }
main {
  align-self: start; padding: clamp(1.4rem, 5vw, 2.25rem);
  background: var(--card); border: 1px solid var(--line); border-radius: .9rem;
}
h1 { margin: 0 0 .4rem; font-size: 1.6rem; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
p { margin: 0 0 1.1rem; }
main > p { color: var(--soft); }
main > :last-child { margin-bottom: 0; }
a { color: var(--accent); text-underline-offset: .2em; }
form { margin: 1.25rem 0 0; }
.field { margin-bottom: 1.15rem; }
.label { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 .5rem; margin-bottom: .3rem; }
label { font-weight: 600; }
small { color: var(--soft); font-size: .875rem; font-weight: 400; }
.check { margin: .35rem 0 0; color: var(--soft); font-size: .875rem; white-space: pre-line; }
.hint { display: block; margin-top: .35rem; }
input {
  width: 100%; padding: .62rem .75rem; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--edge); border-radius: .5rem;
}
input[aria-invalid] { border-color: var(--wrong); }
:focus-visible { outline: .18rem solid var(--accent); outline-offset: .12rem; }
.fault { margin: .35rem 0 0; padding: 0; list-style: none; color: var(--wrong); font-size: .925rem; }
.alert {
  margin: 1rem 0 0; padding: .7rem .85rem; border-radius: .5rem;
  background: var(--wrong-paper); color: var(--wrong);
}
button, .button {
  display: block; width: 100%; padding: .68rem 1rem; border: 1px solid var(--accent); border-radius: .5rem;
  background: var(--accent); color: var(--on-accent);
  font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer;
}
button:hover, .button:hover { filter: brightness(1.08); }
.plain { background: transparent; color: var(--accent); }
.danger { background: var(--wrong); border-color: var(--wrong); color: var(--card); }
.note { margin: 1rem 0 0; padding: .7rem .85rem; border: 1px solid var(--accent); border-radius: .5rem; }
main > p.note { color: var(--ink); }
button.reveal {
  width: auto; margin-left: auto; padding: .1rem .2rem; border: 0; background: none; white-space: nowrap;
  color: var(--accent); font-size: .875rem; font-weight: 400; text-decoration: underline; text-underline-offset: .2em;
}
button[hidden] { display: none; }
.stack { display: grid; gap: .75rem; margin-top: 1.25rem; }
.stack form { margin: 0; }
.links { margin: 1.25rem 0 0; padding: 0; list-style: none; display: grid; gap: .55rem; }
.aside { margin: 1.25rem 0 0; text-align: center; }
dl { margin: 1.25rem 0 0; display: grid; gap: .8rem; }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.entries { margin: 1.25rem 0 0; padding: 0; list-style: none; }
.entry {
  display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .5rem .75rem; align-items: center;
  padding: 1.1rem 0; border-top: 1px solid var(--line);
}
.entry h2 { margin: 0; font-size: 1rem; line-height: 1.35; font-weight: 650; }
.entry form { margin: 0; }
.entry button { width: auto; padding: .3rem .9rem; }
.entry dl { grid-column: 1 / -1; margin: 0; gap: .2rem; font-size: .925rem; }
.entry dl div { display: grid; grid-template-columns: 4.75rem minmax(0, 1fr); gap: .4rem; align-items: baseline; }
.mark { padding: .1rem .5rem; border-radius: 1rem; background: var(--accent); color: var(--on-accent); font-weight: 600; white-space: nowrap; }
footer { padding: 1.75rem 0; color: var(--soft); font-size: .875rem; }
code { font: inherit; font-variant-numeric: tabular-nums; }
`;
