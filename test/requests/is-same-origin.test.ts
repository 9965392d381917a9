import assert from "node:assert/strict";
import { test } from "node:test";
import { isSameOrigin } from "../../src/requests/is-same-origin.ts";

const OURS = "https://app.example.org";
const asks = (headers: Record<string, string>): boolean => isSameOrigin(new Headers(headers), OURS);

test("lets in what Sec-Fetch-Site calls ours or typed", () => {
  assert.equal(asks({ "sec-fetch-site": "same-origin" }), true);
  assert.equal(asks({ "sec-fetch-site": "none" }), true);
});

test("refuses every other Sec-Fetch-Site, whatever Origin says (T140)", () => {
  for (const site of ["cross-site", "same-site", "", "SAME-ORIGIN", "same-origin, none", "x"]) {
    assert.equal(asks({ "sec-fetch-site": site }), false, site);
    assert.equal(asks({ "sec-fetch-site": site, origin: OURS }), false, site);
  }
});

test("believes Sec-Fetch-Site before Origin", () => {
  // Behind `Referrer-Policy: no-referrer` our own form posts `Origin: null`.
  assert.equal(asks({ "sec-fetch-site": "same-origin", origin: "null" }), true);
});

test("compares Origin with ours where there is no Sec-Fetch-Site (T144)", () => {
  assert.equal(asks({ origin: OURS }), true);
  const foreign = [
    "https://evil.example",
    "null",
    "http://app.example.org",
    `${OURS}:444`,
    `${OURS}/`,
  ];
  for (const origin of [...foreign, "", `${OURS}.evil.example`, `${OURS}, ${OURS}`]) {
    assert.equal(asks({ origin }), false, origin);
  }
});

test("lets in a request with neither header: no browser sent it (T146)", () => {
  assert.equal(asks({}), true);
  assert.equal(
    asks({ "x-requested-with": "XMLHttpRequest", referer: "https://evil.example/" }),
    true,
  );
});
