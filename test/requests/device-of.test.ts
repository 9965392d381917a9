import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { deviceOf } from "../../src/requests/device-of.ts";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)";

const nameOf = (userAgent: string | undefined): string => {
  const { program, system } = deviceOf(userAgent);
  return `${program ?? "-"} on ${system ?? "-"}`;
};

test("names the browsers that people have, and what they run on", () => {
  const devices = {
    [`${WINDOWS}; rv:131.0) Gecko/20100101 Firefox/131.0`]: "Firefox 131 on Windows",
    [`${WINDOWS}) ${WEBKIT} Chrome/125.0.0.0 Safari/537.36 Edg/125.0.2535.51`]:
      "Microsoft Edge 125 on Windows",
    [`${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15`]:
      "Safari 17 on macOS",
    [`${MAC} ${WEBKIT} Chrome/126.0.0.0 Safari/537.36`]: "Chrome 126 on macOS",
    [`${IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1`]:
      "Safari 17 on iPhone",
    [`${IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148`]: "Safari on iPhone",
    [`Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) ${WEBKIT} CriOS/126.0 Mobile Safari/604.1`]:
      "Chrome 126 on iPad",
    [`Mozilla/5.0 (Linux; Android 14; Pixel 8) ${WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36`]:
      "Chrome 126 on Android",
    [`Mozilla/5.0 (Linux; Android 13; SM-S908B) ${WEBKIT} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36`]:
      "Samsung Internet 25 on Android",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0":
      "Firefox 130 on Linux",
  };
  for (const [userAgent, name] of Object.entries(devices)) assert.equal(nameOf(userAgent), name);
});

test("names programs by what they begin with", () => {
  const programs = {
    "curl/8.5.0": "curl 8.5",
    "python-requests/2.31.0": "python-requests 2.31",
    "Go-http-client/1.1": "Go-http-client 1.1",
    "Apache-HttpClient/4.5 (Java/17)": "Apache-HttpClient 4.5",
    "Dart/3.1 (dart:io)": "Dart 3.1",
    node: "node",
    "curl/nightly": "curl",
  };
  for (const [userAgent, name] of Object.entries(programs)) {
    assert.deepEqual(deviceOf(userAgent).program, name, userAgent);
  }
});

test("makes no name out of nothing, of a lie, or of what is no name", () => {
  const strange = [
    undefined,
    "",
    "   ",
    "Mozilla/5.0",
    "<script>alert(1)</script>",
    "<b>/<i> (x)",
    `"><img src=x>/1.0 (x)`,
    "__proto__",
    "x".repeat(300),
    "\u202e\u0007",
    "4/5 (6)",
  ];
  for (const userAgent of strange) {
    assert.deepEqual(
      deviceOf(userAgent),
      { program: undefined, system: undefined },
      JSON.stringify(userAgent),
    );
  }
  assert.deepEqual(deviceOf("Mozilla/5.0 (X11; Linux x86_64) Foo/1.0"), {
    program: undefined,
    system: "Linux",
  });
});

test("never throws, and never says more than two short words of plain letters", () => {
  const hint = fc.constantFrom(
    ..."Mozilla/5.0 |Firefox/|Chrome/|(iPhone;|Android |Windows NT |Version/|<b>|\0|/|(".split("|"),
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.array(fc.oneof(hint, fc.string({ maxLength: 20 }))).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(texts, (userAgent) => {
      for (const name of Object.values(deviceOf(userAgent))) {
        assert.match(name ?? "-", /^[\w .+-]{1,46}$/);
      }
    }),
    { numRuns: 2_000 },
  );
});
