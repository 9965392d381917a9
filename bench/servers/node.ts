// The page on node:http: `node bench/servers/node.ts ENGINE`, or `none` for it without a session.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type SessionRequest, sessions } from "../../src/node.ts";
import { begin, ourSessions } from "./our-sessions.ts";
import { greeting, VISITOR, WHERE } from "./visitor.ts";

const cs = await ourSessions(process.argv[2]);

const send = (res: ServerResponse, text: string): void => {
  res.setHeader("Content-Type", "text/plain; charset=utf-8");
  res.end(text);
};

const bare = (req: IncomingMessage, res: ServerResponse): void =>
  send(res, req.url === "/read" ? greeting(VISITOR.name) : "ok");

const withSession = async (
  { session, url }: SessionRequest,
  res: ServerResponse,
): Promise<void> => {
  if (url === "/read") return send(res, greeting(session.get("name", undefined)));
  if (url === "/write") {
    session.increment("visits");
    return send(res, greeting(VISITOR.name));
  }
  if (cs && url?.startsWith("/begin")) await begin(cs, session, url.split("as=")[1]);
  send(res, "ok");
};

createServer(cs ? sessions(cs)(withSession) : bare).listen(WHERE.port, WHERE.host);
