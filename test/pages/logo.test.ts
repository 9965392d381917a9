import assert from "node:assert/strict";
import { test } from "node:test";
import { LARGEST_LOGO, logoOf } from "../../src/pages/logo.ts";

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

test("an SVG is known by its element, and a PNG by its first bytes", () => {
  for (const svg of [
    "<svg/>",
    '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    '\ufeff<?xml version="1.0"?>\n<!-- made by -->\n<!DOCTYPE svg>\n<svg viewBox="0 0 1 1"></svg>',
  ]) {
    assert.equal(logoOf(svg)?.type, "image/svg+xml", svg);
    assert.equal(logoOf(Buffer.from(svg))?.ending, "svg");
  }
  assert.deepEqual(logoOf(PNG), { type: "image/png", ending: "png", content: PNG });
});

test("nothing else is a logo, nor what is larger than a page should ask for", () => {
  for (const other of [
    "",
    "logo.svg",
    "<html><svg></svg></html>",
    "<svgx>",
    "GIF89a",
    "<!-- <svg>",
  ]) {
    assert.equal(logoOf(other), undefined, other);
  }
  assert.equal(logoOf(PNG.subarray(1)), undefined);
  const filled = (size: number): string => `<svg>${" ".repeat(size - 11)}</svg>`;
  assert.ok(logoOf(filled(LARGEST_LOGO)));
  assert.equal(logoOf(filled(LARGEST_LOGO + 1)), undefined);
  const begun = performance.now();
  logoOf("<!--".repeat(60_000));
  assert.ok(performance.now() - begun < 500);
});
