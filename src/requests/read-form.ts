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
}

export type FormFault = "malformed" | "too-large" | "unsupported-type";

/**
 * The fields of a request's body, which is a form or a JSON object, or says what is wrong with it.
 * An empty body has no fields and needs no type.
 */
export const readForm = async (request: FormRequest): Promise<Fields | FormFault> => {
  const { headers } = request;
  const body = await readBody(request).catch(() => undefined);
  // The sender broke off: what came is no form, and nobody reads the answer.
  if (body === undefined) return "malformed";
  if (body === "too-large") return hasKnownType(headers) ? "too-large" : "unsupported-type";
  if (body.length === 0) return new Map();
  if (!hasKnownType(headers)) return "unsupported-type";

  const text = decodeUtf8(body);
  if (text === undefined) return "malformed";
  const fields = isJson(headers.get("content-type")) ? readJsonFields(text) : readUrlencoded(text);
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

/** Without its byte order mark there would be two spellings of one body: it is malformed as well. */
const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.startsWith("\ufeff") ? undefined : text;
  } catch {
    return undefined;
  }
};
