import { type Fields, readJsonFields, readUrlencoded } from "./form-fields.ts";
import { isJson, mediaType } from "./prefers-json.ts";
import type { RequestHead, RequestHeaders } from "./request-head.ts";

/** In bytes. */
export const LARGEST_BODY: number = 16 * 1024;

/** So much of a body that is too large is read away, so that its sender sees the answer. In bytes. */
const LARGEST_WASTE = 64 * 1024;

/** A request that may bring a form. */
export interface FormRequest extends RequestHead {
  readonly body: AsyncIterable<Uint8Array> | null;
  /** What a parser of the host's has made of the body, if one came before us. */
  readonly eaten?: unknown;
}

export type FormFault = "malformed" | "too-large" | "unsupported-type";

/**
 * The fields of a request's body, which is a form or a JSON object, or says what is wrong with it.
 * An empty body has no fields and needs no type.
 */
export const readForm = async (request: FormRequest): Promise<Fields | FormFault> => {
  const { headers, eaten } = request;
  const body =
    eaten === undefined
      ? await readBody(request).catch(() => undefined)
      : rebuildBody(eaten, headers);
  // The sender broke off: what came is no form, and nobody reads the answer.
  if (body === undefined) return "malformed";
  if (body === "too-large") return hasKnownType(headers) ? "too-large" : "unsupported-type";
  if (body.length === 0) return new Map();
  if (!hasKnownType(headers)) return "unsupported-type";

  const text = decodeUtf8(body);
  if (text === undefined) return "malformed";
  const isRecord = isJson(headers.get("content-type")) || !isUnparsed(eaten);
  const fields = isRecord ? readJsonFields(text) : readUrlencoded(text);
  return fields === "too-many" ? "too-large" : fields;
};

const hasKnownType = (headers: RequestHeaders): boolean => {
  const type = headers.get("content-type");
  if (type === null || headers.has("content-encoding")) return false;
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1];
  if (charset !== undefined && charset.toLowerCase() !== "utf-8") return false;
  return isJson(type) || mediaType(type) === "application/x-www-form-urlencoded";
};

const readBody = async ({ body }: FormRequest): Promise<Uint8Array | "too-large"> => {
  if (!body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
    else if (size > LARGEST_WASTE) break;
  }
  return size > LARGEST_BODY ? "too-large" : Buffer.concat(chunks);
};

const isUnparsed = (eaten: unknown): boolean =>
  eaten === undefined || typeof eaten === "string" || eaten instanceof Uint8Array;

/**
 * As JSON, so that what a parser made (lists and records out of brackets and repeated names, numbers)
 * goes through the same checks. What it has swallowed, such as a name that stood twice in JSON,
 * nobody can tell any more.
 */
const rebuildBody = (
  eaten: unknown,
  headers: RequestHeaders,
): Uint8Array | "too-large" | undefined => {
  const body = isUnparsed(eaten) ? Buffer.from(eaten as string | Uint8Array) : jsonOf(eaten);
  const size = Math.max(body?.length ?? 0, Number(headers.get("content-length")));
  return size > LARGEST_BODY ? "too-large" : body;
};

/** Parsers of old say of a body that never came that it is an empty record. */
const jsonOf = (value: unknown): Uint8Array | undefined => {
  try {
    const text = JSON.stringify(value);
    return Buffer.from(text === "{}" ? "" : text);
  } catch {
    return undefined;
  }
};

/** Without its byte order mark there would be two spellings of one body: it is malformed as well. */
const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.startsWith("\ufeff") ? undefined : text;
  } catch {
    return undefined;
  }
};
