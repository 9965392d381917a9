import type { OutgoingHttpHeader, ServerResponse } from "node:http";
import type { AnswerHead } from "../routes/add-session.ts";

type Head = Pick<ServerResponse, "getHeader" | "setHeader" | "appendHeader">;

/** Answers a request of `node:http` with a `Response` that was made whole. */
export const sendResponse = async (res: ServerResponse, response: Response): Promise<void> => {
  const body = await bodyOf(response);
  // Somebody else, such as a time limit, has answered meanwhile.
  if (!res.headersSent) writeResponse(res, response, body);
};

/** Those of ours are texts that are there already: nothing is streamed. */
export const bodyOf = async (response: Response): Promise<Buffer | undefined> =>
  response.body === null ? undefined : Buffer.from(await response.arrayBuffer());

/** So that nothing of an answer that was begun is left in the one that takes its place. */
export const clearHead = (
  res: Pick<ServerResponse, "getHeaderNames" | "removeHeader" | "statusMessage" | "req">,
): void => {
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  // HTTP/2 has no words for a status, and warns whoever sets them.
  if (res.req.httpVersionMajor < 2) res.statusMessage = "";
};

export const writeResponse = (
  res: Head & { statusCode: number; end(body?: Buffer): unknown },
  { status, headers }: Response,
  body: Buffer | undefined,
): void => {
  res.statusCode = status;
  for (const [name, value] of headers) res.setHeader(name, value);
  if (body) res.setHeader("Content-Length", body.length);
  res.end(body);
};

/** The head of an answer of `node:http`. */
export const answerHead = (res: Head): AnswerHead => ({
  get: (name) => headerText(res.getHeader(name)),
  set: (name, value) => res.setHeader(name, value),
  append: (name, value) => res.appendHeader(name, value),
});

/** A header as one text. */
export const headerText = (value: OutgoingHttpHeader | undefined): string | undefined =>
  Array.isArray(value) ? value.join(", ") : value?.toString();
