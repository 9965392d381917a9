/**
 * The lab's style, on top of every page's. A part of a cookie has one of three colours, by what it is
 * to its cookie: what it says (teal), what goes with it (amber), what makes it good (violet).
 */
export const labStylesheet = `:root {
  --says: light-dark(#0b5750, #8fd3c8);
  --says-paper: light-dark(#dcefec, #17322f);
  --with: light-dark(#754700, #eec684);
  --with-paper: light-dark(#faecd2, #3a2d14);
  --proof: light-dark(#5a2f8f, #cdb6f6);
  --proof-paper: light-dark(#ece4f8, #2e2444);
  --right: light-dark(#1d6b35, #93d6a4);
  --right-paper: light-dark(#e6f3e8, #1b2e20);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", "DejaVu Sans Mono", monospace;
}
header, main { max-width: 74rem; }
header { padding: 1.5rem 0 1.25rem; }
main { padding: 0; background: none; border: 0; }
.lead { max-width: 44rem; color: var(--soft); font-size: 1.05rem; }
.columns { display: grid; gap: 1.25rem; align-items: start; }
.columns > div { display: grid; gap: 1.25rem; min-width: 0; }
@media (min-width: 60rem) { .columns { grid-template-columns: minmax(0, 1.55fr) minmax(0, 1fr); } }
section {
  padding: clamp(1.1rem, 3vw, 1.75rem); min-width: 0;
  background: var(--card); border: 1px solid var(--line); border-radius: .9rem;
}
.begin { max-width: 40rem; }
.columns .begin { max-width: none; }
section > :last-child { margin-bottom: 0; }
section > p { color: var(--soft); }
h2 { margin: 0 0 .35rem; font-size: 1.2rem; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; }
h3 { margin: 1.4rem 0 .2rem; font-size: 1rem; font-weight: 650; }
.verdict, .news { margin: 0 0 1.25rem; padding: .7rem .95rem; border-radius: .6rem; }
.verdict { border: 1px solid var(--line); background: var(--card); }
.verdict.good { border-color: transparent; background: var(--right-paper); color: var(--right); }
.verdict.bad { border-color: transparent; background: var(--wrong-paper); color: var(--wrong); }
.verdict a { color: inherit; }
[hidden] { display: none; }
.news { background: var(--says-paper); color: var(--says); }
.right { color: var(--right); }
.wrong { color: var(--wrong); }
.token, pre, dd code, .acts code, .hint code, .verdict code { font-family: var(--mono); font-size: .875rem; }
.token {
  padding: 1rem; border-radius: .6rem; background: var(--paper); border: 1px solid var(--line);
  line-height: 1.75; word-break: break-all; overflow-wrap: anywhere; color: var(--ink);
}
.token[data-picks] { cursor: cell; }
.part { padding: .12em 0; color: var(--soft); }
.payload, .sealed, .id { color: var(--says); background: var(--says-paper); }
.timestamp, .nonce { color: var(--with); background: var(--with-paper); }
.signature, .tag, .secret, .unknown { color: var(--proof); background: var(--proof-paper); }
.dots { opacity: .75; }
mark { padding: .1em .18em; border-radius: .2em; background: var(--wrong); color: var(--card); font-weight: 700; }
.chip { display: inline-block; padding: .1rem .55rem; border-radius: .4rem; font-weight: 600; font-size: .925rem; }
.legend { gap: 1.1rem; }
.legend dd { margin-top: .35rem; }
.legend dd > * { margin: 0 0 .4rem; }
.reading { font-weight: 600; }
pre {
  margin: 0; padding: .75rem .9rem; border-radius: .5rem; background: var(--paper);
  white-space: pre-wrap; overflow-wrap: anywhere;
}
dd pre { background: none; padding: 0; }
.legend dd pre { background: var(--paper); padding: .75rem .9rem; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; }
.row .field { flex: 1 1 7rem; margin: 0; }
.row input { line-height: 1.5; }
.row button, .send { width: auto; padding-inline: 1.5rem; }
.row .hint { flex: 1 0 100%; margin: 0; }
.field label { display: block; margin-bottom: .3rem; }
textarea {
  width: 100%; padding: .62rem .75rem; font: .875rem/1.5 var(--mono); color: inherit; resize: vertical;
  background: var(--card); border: 1px solid var(--edge); border-radius: .5rem;
}
.result { margin-top: 1rem; }
.result > * { margin: 0 0 .6rem; }
.clocks { display: grid; gap: 1.1rem; margin: 0 0 1rem; padding: 0; list-style: none; }
.clocks h3 { margin: 0; color: var(--soft); font-size: .925rem; font-weight: 600; }
.clock { margin: 0; font: 600 1.55rem/1.3 var(--mono); font-variant-numeric: tabular-nums; letter-spacing: -.02em; }
.first .clock { font-size: 2.1rem; color: var(--accent); }
.first h3 small { color: var(--accent); font-weight: 600; }
progress { display: block; width: 100%; height: .45rem; margin: .25rem 0 .35rem; border: 0; border-radius: 1rem; overflow: hidden; appearance: none; background: var(--line); }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--edge); }
progress::-moz-progress-bar { background: var(--edge); }
.first progress::-webkit-progress-value { background: var(--accent); }
.first progress::-moz-progress-bar { background: var(--accent); }
.when { margin: 0; font-size: .925rem; font-variant-numeric: tabular-nums; }
.when small { display: block; }
.pairs { margin: .6rem 0 0; gap: 0; }
.pairs > div { display: grid; gap: .1rem 1rem; padding: .55rem 0; border-top: 1px solid var(--line); }
.pairs > div:first-child { border-top: 0; }
@media (min-width: 26rem) { .pairs > div { grid-template-columns: minmax(7rem, 9.5rem) minmax(0, 1fr); } }
.pairs dt code { font-family: var(--mono); font-size: .875rem; color: var(--ink); }
.pairs dd { min-width: 0; }
.pairs dd code { white-space: pre-wrap; }
.pairs dd code small { font-family: system-ui, sans-serif; }
.pairs .hint { margin-top: .1rem; }
.acts { display: grid; gap: .6rem; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); }
.acts button { display: grid; text-align: start; border-color: var(--edge); }
.acts code { color: var(--soft); font-weight: 400; font-size: .8125rem; }
.stack { grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); }
`;
