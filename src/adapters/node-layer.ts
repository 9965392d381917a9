import type { IncomingMessage, ServerResponse } from "node:http";
import { outOfReach } from "../routes/out-of-reach.ts";
import type { SessionContext } from "../routes/session-context.ts";
import { contextOf, type SessionsOnly } from "../routes/sessions-only.ts";
import { NodeRequest } from "./node-request.ts";
import { clearHead, sendResponse } from "./send-response.ts";
import { settle } from "./settle.ts";

export type Next = (error?: unknown) => void;
export type Listener = (req: IncomingMessage, res: ServerResponse) => void;
type Handler<Request> = (req: Request, res: ServerResponse) => unknown;

/** What stands before a handler: as middleware of Connect and Express, or around a handler. */
export interface Layer<Request extends IncomingMessage> {
  (req: IncomingMessage, res: ServerResponse, next: Next): void;
  (handler: Handler<Request>): Listener;
}

type Mounted<Context> = SessionsOnly & { readonly context: Context | undefined };

/** Goes on once the storage is open; answers 503 while it cannot be opened. */
export const whenReady = <Context extends SessionContext>(
  cs: Mounted<Context>,
  res: ServerResponse,
  act: (context: Context) => void,
): void =>
  settle(
    () => contextOf(cs),
    act,
    () => sendResponse(res, outOfReach()),
  );

/** Makes both forms of a layer out of one act. */
export const createLayer = <Context extends SessionContext, Request extends IncomingMessage>(
  cs: Mounted<Context>,
  act: (context: Context, req: Request, res: ServerResponse, next: Next) => void,
): Layer<Request> => {
  const pass = (req: IncomingMessage, res: ServerResponse, next: Next): void =>
    whenReady(cs, res, (context) => act(context, req as Request, res, next));

  const around =
    (handler: Handler<Request>): Listener =>
    (req, res) =>
      pass(req, res, async (error) => {
        try {
          if (error !== undefined) throw error;
          await handler(req as Request, res);
        } catch (thrown) {
          fail(cs.context!, req, res, thrown);
        }
      });

  function layer(req: IncomingMessage, res: ServerResponse, next: Next): void;
  function layer(handler: Handler<Request>): Listener;
  function layer(
    first: IncomingMessage | Handler<Request>,
    res?: ServerResponse,
    next?: Next,
  ): Listener | undefined {
    if (typeof first === "function") return around(first);
    pass(first, res!, next!);
    return undefined;
  }
  return layer;
};

/** No framework is there to say it: the handler's error is ours to answer, and nothing is saved. */
export const fail = (
  context: SessionContext,
  req: IncomingMessage & { requestId?: string },
  res: ServerResponse,
  error: unknown,
): void => {
  const requestId = req.requestId ?? context.parts.newRequestId();
  const response = context.failure({ request: new NodeRequest(req, res), requestId }, error);
  if (res.headersSent) {
    res.destroy();
    return;
  }
  clearHead(res);
  sendResponse(res, response);
};
