import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { accentOf, contrast, DEFAULT_ACCENT, isColour } from "../../src/pages/accent.ts";

/** Papers of the stylesheet that links stand on. */
const PAPERS = { light: ["#f6f5f1", "#fffefb"], dark: ["#151715", "#1d201e"] } as const;

test("contrast is that of WCAG", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#fff", "#FFFFFF"), 1);
  // Of the Understanding documents: the darkest grey that just passes on white.
  assert.equal(contrast("#767676", "#ffffff").toFixed(2), "4.54");
});

test("every colour can be read in both schemes, on paper and under what is written on it", () => {
  const channel = fc
    .integer({ min: 0, max: 255 })
    .map((value) => value.toString(16).padStart(2, "0"));
  const colour = fc.tuple(channel, channel, channel).map((channels) => `#${channels.join("")}`);
  const isReadable = (text: string): boolean => {
    const accent = accentOf(text);
    return (["light", "dark"] as const).every((scheme) => {
      const { accent: own, onAccent } = accent[scheme];
      return [...PAPERS[scheme], onAccent].every((other) => contrast(own, other) >= 4.5);
    });
  };
  fc.assert(fc.property(colour, isReadable), {
    numRuns: 500,
    examples: [["#ffffff"], ["#000000"], ["#ffff00"], ["#0000ff"], ["#ff0000"], ["#808080"]],
  });
});

test("a colour that can be read is taken as it is", () => {
  assert.equal(accentOf("#1d5c56").light.accent, "#1d5c56");
  assert.equal(accentOf("#8fd3c8").dark.accent, "#8fd3c8");
  assert.equal(accentOf("#048").light.accent, "#004488");
  for (const scheme of ["light", "dark"] as const) {
    const { accent, onAccent } = DEFAULT_ACCENT[scheme];
    for (const paper of [...PAPERS[scheme], onAccent]) assert.ok(contrast(accent, paper) >= 4.5);
  }
});

test("a colour is three or six hexadecimal digits, and nothing that could leave its place in a stylesheet", () => {
  for (const colour of ["#abc", "#ABCDEF", "#012345"]) assert.ok(isColour(colour));
  for (const colour of ["abc", "#ab", "#abcd", "#12345g", "red", "#123456;}", "#123456\n", ""]) {
    assert.ok(!isColour(colour), colour);
  }
});
