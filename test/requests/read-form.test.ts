import assert from "node:assert/strict";
import { test } from "node:test";
import { LARGEST_BODY, readForm } from "../../src/requests/read-form.ts";

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";

const read = (
  body: BodyInit | null,
  contentType: string | undefined,
  others: Record<string, string> = {},
): ReturnType<typeof readForm> => {
  const headers = new Headers(others);
  if (contentType !== undefined) headers.set("content-type", contentType);
  const request = new Request("http://localhost/login", {
    method: "POST",
    // Bytes, because a text body would bring a type of its own.
    body: typeof body === "string" ? Buffer.from(body) : body,
    headers,
    duplex: "half",
  } as RequestInit);
  return readForm(request);
};

test("reads a form and a JSON object alike", async () => {
  const expected = new Map([["username", "ada"]]);
  assert.deepEqual(await read("username=ada", FORM), expected);
  assert.deepEqual(await read('{"username":"ada"}', JSON_TYPE), expected);
});

test("reads a type by what it says and not by how it is written (T147, T201)", async () => {
  const types = [
    `${FORM}; charset=utf-8`,
    `${FORM};charset=UTF-8`,
    FORM.toUpperCase(),
    `${FORM};x`,
  ];
  for (const type of [...types, `${FORM}; charset="utf-8"`]) {
    assert.deepEqual(await read("a=b", type), new Map([["a", "b"]]), type);
  }
});

test("refuses a body of any other type, or of none (T147, T201)", async () => {
  const types = ["text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "x", ""];
  const encodings = [`${FORM}; charset=utf-16`, `${JSON_TYPE}; charset=iso-8859-1`, "text/json"];
  for (const type of [...types, ...encodings, undefined]) {
    assert.equal(await read("a=b", type), "unsupported-type", String(type));
  }
});

test("refuses a body that is packed, and a File (T163, T203)", async () => {
  assert.equal(await read("a=b", FORM, { "content-encoding": "gzip" }), "unsupported-type");
  const form = new FormData();
  form.set("next", new File(["x"], "x.txt"));
  assert.equal(await read(form, undefined), "unsupported-type");
});

test("takes an empty body for a form without fields, whatever its type", async () => {
  for (const type of [FORM, JSON_TYPE, "text/plain", undefined]) {
    assert.deepEqual(await read(null, type), new Map(), String(type));
    assert.deepEqual(await read("", type), new Map(), String(type));
  }
});

test("takes 16 KiB and refuses a byte more (T203)", async () => {
  const body = (size: number): string => `a=${"x".repeat(size - 2)}`;
  assert.equal(LARGEST_BODY, 16 * 1024);
  assert.equal(((await read(body(LARGEST_BODY), FORM)) as Map<string, string>).size, 1);
  assert.equal(await read(body(LARGEST_BODY + 1), FORM), "too-large");
  assert.equal(await read(body(LARGEST_BODY + 1), "text/plain"), "unsupported-type");
  assert.equal(await read(`{"a":"${"x".repeat(LARGEST_BODY)}"}`, JSON_TYPE), "too-large");
});

test("says of too many fields that the form is too large", async () => {
  const form = Array.from({ length: 33 }, (_, at) => `f${at}=1`).join("&");
  assert.equal(await read(form, FORM), "too-large");
});

const endless = (chunk: Uint8Array): { stream: ReadableStream<Uint8Array>; sent: () => number } => {
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += chunk.length;
      controller.enqueue(chunk);
      // It has one after all, so that a reader without a bound fails and does not hang.
      if (sent >= 4 * 1024 * 1024) controller.close();
    },
  });
  return { stream, sent: () => sent };
};

test("reads no more than 64 KiB of a body without an end", async () => {
  const { stream, sent } = endless(new Uint8Array(8 * 1024).fill(0x61));
  assert.equal(await read(stream, FORM), "too-large");
  assert.ok(sent() <= 96 * 1024, `${sent()} bytes`);
});

test("refuses a body that breaks off, without throwing", async () => {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from("a=b"));
    },
    pull(controller) {
      controller.error(new Error("the client left"));
    },
  });
  assert.equal(await read(stream, FORM), "malformed");
});

test("refuses bytes that are no UTF-8, or begin with a byte order mark (T196)", async () => {
  const bodies = [
    Buffer.from([0x61, 0x3d, 0xff]),
    Buffer.from([0x61, 0x3d, 0xc0, 0x80]), // over-long NUL
    Buffer.from([0x61, 0x3d, 0xed, 0xa0, 0x80]), // a surrogate
    Buffer.from("\ufeffa=b"),
    Buffer.from("\ufeffa=b", "utf16le"),
  ];
  for (const body of bodies)
    assert.equal(await read(body, FORM), "malformed", body.toString("hex"));
  assert.equal(await read(Buffer.from('\ufeff{"a":"b"}'), JSON_TYPE), "malformed");
  assert.deepEqual(await read(Buffer.from("a=é"), FORM), new Map([["a", "é"]]));
});
