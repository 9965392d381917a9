import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Place } from "../account/parts.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { everyHeader } from "../routes/answers.ts";
import type { VisitRequest } from "../routes/visit.ts";
import { SiteRequest } from "./site-request.ts";

/** In milliseconds. A client that is slower than this is not served (slow headers, slow body). */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 15_000;
const KEEP_ALIVE_TIMEOUT = 5_000;

/** One more is closed at once, and the others are served. */
const MOST_CONNECTIONS = 20_000;

/** What the headers of every answer depend on. */
type Secured = Pick<Place, "origin" | "hsts">;

type Answer = (request: VisitRequest, address: string | undefined) => Response | Promise<Response>;

/** A listening server. Rejects with `settings.invalid` if the port or address is not to be had. */
export const listen = async (
  host: string,
  port: number,
  place: Secured,
  answer: Answer,
): Promise<Server> => {
  const malformed = malformedAnswer(place);
  const listener = getRequestListener(
    (request, { incoming }) => {
      const message = incoming as IncomingMessage;
      if (hasTwoHosts(message.rawHeaders)) return malformed();
      return answer(new SiteRequest(request, message), message.socket.remoteAddress);
    },
    { errorHandler: malformed },
  );
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
      // How often the two limits above are looked at: 30 s if it is not said.
      connectionsCheckingInterval: 1_000,
    },
    listener,
  );
  server.maxConnections = MOST_CONNECTIONS;
  // Of several processes a full one would hand it on, and full ones to each other without an end.
  Object.assign(server, { dropMaxConnection: true });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) =>
    refuse(socket, error.code, place),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, () => resolve());
  });
  return server;
};

/** A port or an address that is not to be had, in words of the settings. */
export const listenError = (
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
): CountersignError => {
  const where = `${host}:${port}`;
  const advice =
    error.code === "EADDRINUSE"
      ? `PORT: ${where} is taken by another program; stop that, or set PORT to another number.`
      : `HOST, PORT: cannot listen on ${where} (${error.code}); set them to an address and a port that are free.`;
  return new CountersignError("settings.invalid", advice, { cause: error });
};

/**
 * Of two `Host` lines Node takes the first, and what stands before us may have taken the other: refused, as RFC
 * 9112 (3.2) has it.
 *
 * @param rawHeaders names and values by turns
 */
const hasTwoHosts = (rawHeaders: readonly string[]): boolean => {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  return hosts > 1;
};

/** A request that cannot even be put into words (a `Host` that is none): plain, but with our headers. */
const malformedAnswer = (place: Secured) => (): Response =>
  new Response("Bad Request\n", {
    status: 400,
    headers: { ...refusalHeaders(place), "Content-Type": "text/plain; charset=utf-8" },
  });

const refusalHeaders = (place: Secured): Record<string, string> => ({
  ...everyHeader(place),
  "Request-Id": randomUUID(),
  Connection: "close",
});

const STATUS_BY_CODE: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** What the parser refuses never becomes a request; it gets our headers all the same. */
const refuse = (socket: Socket, code: string | undefined, place: Secured): void => {
  if (!socket.writable || code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const headers = { ...refusalHeaders(place), "Content-Length": "0" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = STATUS_BY_CODE[code ?? ""] ?? "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n`);
};
