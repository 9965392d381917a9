import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { digits } from "../targets.ts";

const WIDTH = 860;
const ROW = 26;
/** Around the bars, in pixels: a letter is some seven of them wide. */
const LETTER = 7;
const HEAD = 66;
const FOOT = 26;

const HOW_TO_READ = "medians, whiskers from the least to the most, targets as lines";

/**
 * Both colour schemes in one file, each on a ground of its own: a page that is light on a system that is dark shows
 * a plot that can be read all the same.
 */
const STYLE = `
  svg { --ground: #ffffff; --ink: #1f2328; --line: #59636e; --ours: #1a7f5a; --theirs: #a8b1bb; --target: #c2410c }
  @media (prefers-color-scheme: dark) {
    svg { --ground: #0d1117; --ink: #f0f6fc; --line: #b1bac4; --ours: #2ea078; --theirs: #57606a; --target: #ff9b5e }
  }
  svg { background: var(--ground); color: var(--ink); font: 13px system-ui, sans-serif }
  .title { font-weight: 600; font-size: 15px }`;

/**
 * An SVG: bars with whiskers from the least to the most, and targets as lines.
 *
 * @param {import("../bar-plot.ts").BarPlot} plot
 * @returns {string}
 */
export const drawBars = ({ title, axis, bars }) => {
  const { document } = parseHTML("<!doctype html><body></body>");
  const most = Math.max(...bars.map(({ measured, target = 0 }) => Math.max(measured.max, target)));
  const least = Math.min(0, ...bars.map(({ measured }) => measured.min));
  const longest = Math.max(...bars.map(({ label }) => label.length));
  const svg = Plot.plot({
    document: document,
    width: WIDTH,
    height: HEAD + bars.length * ROW + FOOT,
    marginLeft: longest * LETTER + 12,
    marginTop: HEAD,
    marginBottom: FOOT,
    marginRight: 90,
    x: { label: null, domain: [least, most], nice: true },
    y: { label: null, domain: bars.map(({ label }) => label), padding: 0.28 },
    marks: [
      Plot.gridX({ stroke: "var(--line)", strokeOpacity: 0.25 }),
      barsOf(
        bars.filter(({ isOurs }) => isOurs),
        "var(--ours)",
      ),
      barsOf(
        bars.filter(({ isOurs }) => !isOurs),
        "var(--theirs)",
      ),
      Plot.ruleY(bars, {
        y: "label",
        x1: ({ measured }) => measured.min,
        x2: ({ measured }) => measured.max,
        stroke: "var(--ink)",
        strokeWidth: 1.4,
        marker: "tick",
      }),
      Plot.tickX(
        bars.filter(({ target }) => target !== undefined),
        { y: "label", x: "target", stroke: "var(--target)", strokeWidth: 3, inset: -4 },
      ),
      Plot.text(bars, {
        y: "label",
        frameAnchor: "right",
        text: ({ measured }) => digits(measured.median),
        textAnchor: "start",
        dx: 16,
        fill: "var(--ink)",
      }),
      Plot.axisY({ tickSize: 0, fill: "var(--ink)" }),
      heading(title, longest, -52, "title"),
      heading(`${axis}; ${HOW_TO_READ}`, longest, -30, "axis"),
    ],
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const style = document.createElement("style");
  style.textContent = STYLE;
  svg.append(style);
  return `${svg.outerHTML}\n`;
};

const heading = (text, longest, dy, className) =>
  Plot.text([text], {
    frameAnchor: "top-left",
    dx: -longest * LETTER - 4,
    dy,
    className,
    fill: "var(--ink)",
  });

const barsOf = (bars, fill) =>
  Plot.barX(bars, { y: "label", x: ({ measured }) => measured.median, fill });
