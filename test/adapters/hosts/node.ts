import type { IncomingMessage, ServerResponse } from "node:http";
import { accountPages, requireUser, type SessionRequest, sessions } from "../../../src/node.ts";
import { serving } from "../serving.ts";
import { count, idOf, refusal, type StartHost } from "./host.ts";

type Handlers = Readonly<Record<string, (req: SessionRequest, res: ServerResponse) => unknown>>;

export const startNode: StartHost = (t, cs) => {
  const pages = accountPages(cs);
  const wall = requireUser(cs)((req, res) => res.end(`Hello ${req.user.username}`));
  const id = requireUser(cs, { load: false })((req, res) => res.end(JSON.stringify(idOf(req))));
  const handlers: Handlers = {
    "/": (_req, res) => res.end("never asks who you are"),
    "/count": (req, res) => {
      const body = JSON.stringify(count(req.session));
      res.writeHead(200, { "Content-Type": "application/json" }).end(body);
    },
    "/read": (req, res) => res.end(String(req.session.get("count", "none"))),
    "/redirect": (req, res) => {
      count(req.session);
      res.writeHead(302, { Location: "/read" }).end();
    },
    "/streams": (req, res) => {
      count(req.session);
      res.write("head, ");
      setImmediate(() => res.end(refusal(req.session)));
    },
    "/fails": (req, res) => {
      count(req.session);
      res.statusCode = 500;
      res.end("no");
    },
    "/throws": async (req) => {
      count(req.session);
      throw new Error("a bug of the host's");
    },
    "/forget": (req, res) => {
      req.session.flush();
      res.end("bye");
    },
    "/wall": wall,
    "/id": id,
  };
  const pathOf = ({ url = "/" }: IncomingMessage): string => url.split("?", 1)[0] ?? "";
  return serving(
    t,
    sessions(cs)((req, res) => (handlers[pathOf(req)] ?? pages)(req, res)),
  );
};
