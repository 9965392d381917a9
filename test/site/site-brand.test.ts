import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { productionFaults, readEnvironment } from "../../src/site/environment.ts";
import { siteBrand } from "../../src/site/site-brand.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

const brandOf = (environment: Readonly<Record<string, string>>) =>
  siteBrand(readEnvironment(environment, true));

test("name, colour and logo are as the variables say, and left out where they say nothing", (t) => {
  const file = join(temporaryFolder(t), "logo.svg");
  writeFileSync(file, "<svg/>");
  assert.deepEqual(brandOf({}), {});
  const brand = brandOf({
    COUNTERSIGN_NAME: "Example",
    COUNTERSIGN_ACCENT: "#abc",
    COUNTERSIGN_LOGO: file,
  });
  assert.deepEqual([brand.name, brand.accent], ["Example", "#abc"]);
  assert.equal(Buffer.from(brand.logo!).toString(), "<svg/>");
});

test("a logo that is not there, or is no picture, is a setting that is wrong", (t) => {
  const file = join(temporaryFolder(t), "logo.svg");
  for (const write of [undefined, "", "<html>"]) {
    if (write !== undefined) writeFileSync(file, write);
    assert.throws(() => brandOf({ COUNTERSIGN_LOGO: file }), {
      code: "settings.invalid",
      message: /^COUNTERSIGN_LOGO: [^\n]+ SVG or PNG file.*\.$/,
    });
    const faults = productionFaults({ COUNTERSIGN_LOGO: file });
    assert.equal(faults.filter((line) => line.startsWith("COUNTERSIGN_LOGO: ")).length, 1);
  }
  writeFileSync(file, "<svg/>");
  const faults = productionFaults({ COUNTERSIGN_LOGO: file });
  assert.ok(!faults.some((line) => line.startsWith("COUNTERSIGN_LOGO: ")));
});
