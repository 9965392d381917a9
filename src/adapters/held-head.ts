// Over 150 lines because it is one promise: nothing of an answer leaves before its session is saved,
// and the handler notices nothing but that `write` asks it to wait.
import { EventEmitter } from "node:events";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { types } from "node:util";
import { addSession, addsNothing } from "../routes/add-session.ts";
import type { Closing } from "../sessions/close-session.ts";
import {
  isRecord,
  type OwnHeaders,
  setHeaders,
  validateRecord,
  variedRecord,
} from "./own-headers.ts";
import { answerHead, bodyOf, clearHead, writeResponse } from "./send-response.ts";

/** The session that leaves with an answer. */
export interface LeavingSession {
  /** May it add something to the head? */
  readonly isTouched: boolean;
  /** Was it written to? */
  readonly isWritten: boolean;
  /** Saves it, and says what it adds. Throws or rejects when it cannot be saved. */
  close(status: number): Closing | Promise<Closing>;
  /** What is answered then, instead of everything. */
  failure(error: unknown): Response;
}

/**
 * Holds the head of an answer back until its session is saved. The first of `writeHead`, `write`,
 * `end` and `flushHeaders` closes the session. If that is done at once the answer goes on as it is;
 * else calls are kept and made again afterwards, in order, and until then the answer behaves as
 * one whose head has gone: `headersSent` is true, headers can no longer be set, and `write` asks
 * for patience, with a `drain` to come. If the session cannot be saved nothing of the handler's
 * answer leaves, and `failure` is answered in its place.
 */
export const holdHead = (res: ServerResponse, session: LeavingSession): void => {
  // Somebody has answered and gone on all the same: what is written to the session now is too late.
  if (res.headersSent) {
    session.close(TOO_LATE);
    return;
  }
  const held = res as HeldResponse;
  held[HEAD] = {
    session,
    // Not those of the prototype: other middleware may have put its own there.
    writeHead: held.writeHead,
    write: held.write,
    end: held.end,
    flushHeaders: held.flushHeaders,
    on: held.on,
    phase: "waiting",
    calls: [],
    owesDrain: false,
    drains: [],
    error: undefined,
  };
  held.writeHead = writeHead;
  held.write = write;
  held.end = end;
  held.flushHeaders = flushHeaders;
  // Middleware such as `compression` has taken it, to hear of a `drain` from a stream of its own.
  if (Object.hasOwn(held, "on")) held.on = on;
};

const HEAD = Symbol("held head");

/** A status with which nothing is saved. */
const TOO_LATE = 500;

interface HeldHead extends Writers {
  readonly session: LeavingSession;
  /** `waiting` for a first write, `held` until the session is saved, then `gone`, or `lost` to a failure. */
  phase: "waiting" | "held" | "gone" | "lost";
  calls: Call[];
  owesDrain: boolean;
  /** Who waits for a `drain` of ours, where somebody else has taken `on`. */
  drains: Listener[];
  error: unknown;
}

// As loose as they are called: every overload of Node's is passed on as it came.
type Act<Result> = (this: HeldResponse, a?: unknown, b?: unknown, c?: unknown) => Result;

interface Writers {
  writeHead: Act<unknown>;
  write: Act<boolean>;
  end: Act<unknown>;
  flushHeaders: Act<void>;
  on: (this: HeldResponse, event: string, listener: Listener) => unknown;
}

type Listener = (...given: unknown[]) => void;
type HeldResponse = Omit<ServerResponse, keyof Writers> & Writers & { [HEAD]: HeldHead };

type Call = readonly [act: Exclude<keyof Writers, "on">, a?: unknown, b?: unknown, c?: unknown];

function writeHead(this: HeldResponse, status: unknown, reason: unknown, headers: unknown) {
  const head = this[HEAD];
  const isFirst = head.phase === "waiting" && isStatus(status);
  if (!isFirst) return head.writeHead.call(this, status, reason, headers);
  const own = (typeof reason === "string" ? headers : (headers ?? reason)) as OwnHeaders;
  if (own === undefined || own === null || !head.session.isTouched) {
    close(this, head, Number(status));
    return goOn(this, head, status, reason, headers);
  }
  const words = typeof reason === "string" ? [reason] : [];
  if (isRecord(own) && !head.session.isWritten && this.req.httpVersionMajor < 2) {
    // Before the session is closed, so that whoever is refused can still answer.
    validateRecord(own);
    const record = close(this, head, Number(status), own);
    return goOn(this, head, status, ...words, ...(record ? [record] : []));
  }
  setHeaders(this, own);
  close(this, head, Number(status));
  return goOn(this, head, status, ...words);
}

const goOn = (
  res: HeldResponse,
  head: HeldHead,
  ...given: [a?: unknown, b?: unknown, c?: unknown]
) => {
  if (head.phase !== "held") return head.writeHead.apply(res, given);
  head.calls.push(["writeHead", ...given]);
  return res;
};

function write(this: HeldResponse, chunk: unknown, encoding: unknown, callback: unknown) {
  const head = this[HEAD];
  // What is no chunk is refused by Node, at once and without a head.
  if (!isChunk(chunk)) return head.write.call(this, chunk, encoding, callback);
  if (head.phase === "waiting") closeImplicitly(this, head);
  if (head.phase === "lost") return lose(head, [callback, encoding]);
  if (head.phase !== "held") return head.write.call(this, chunk, encoding, callback);
  head.calls.push(["write", chunk, encoding, callback]);
  head.owesDrain = true;
  return false;
}

function end(this: HeldResponse, chunk: unknown, encoding: unknown, callback: unknown) {
  const head = this[HEAD];
  if (chunk && !isChunk(chunk) && typeof chunk !== "function") {
    head.write.call(this, chunk);
    return this;
  }
  if (head.phase === "waiting") closeImplicitly(this, head);
  if (head.phase === "lost") {
    lose(head, [callback, encoding, chunk]);
    return this;
  }
  if (head.phase !== "held") return head.end.call(this, chunk, encoding, callback);
  head.calls.push(["end", chunk, encoding, callback]);
  Object.defineProperty(this, "writableEnded", { value: true, configurable: true });
  return this;
}

function flushHeaders(this: HeldResponse) {
  const head = this[HEAD];
  if (head.phase === "waiting") closeImplicitly(this, head);
  if (head.phase === "held") head.calls.push(["flushHeaders"]);
  else if (head.phase !== "lost") head.flushHeaders.call(this);
}

function on(this: HeldResponse, event: string, listener: Listener) {
  const head = this[HEAD];
  const isOurs = event === "drain" && (head.phase === "waiting" || head.phase === "held");
  if (!isOurs) return head.on.call(this, event, listener);
  head.drains.push(listener);
  return EventEmitter.prototype.on.call(this as unknown as EventEmitter, event, listener);
}

/** From now on it is for whoever has taken `on` to tell of a `drain`. */
const handOver = (res: HeldResponse, head: HeldHead): void => {
  const waiting = res.rawListeners("drain");
  for (const listener of head.drains) {
    if (!waiting.includes(listener)) continue;
    res.removeListener("drain", listener);
    head.on.call(res, "drain", listener);
  }
  head.drains = [];
};

const isChunk = (chunk: unknown): boolean => typeof chunk === "string" || types.isUint8Array(chunk);

/** Any other is refused by Node with a `RangeError`, and nothing has happened. */
const isStatus = (status: unknown): boolean => Number(status) >= 100 && Number(status) < 1_000;

const closeImplicitly = (res: HeldResponse, head: HeldHead): void => {
  if (isStatus(res.statusCode)) close(res, head, res.statusCode);
};

/**
 * @param own the record that a handler has given, which stays one if the session has no cookie to add: to set each of
 *   its headers by itself takes longer than everything else about a session that is only read
 * @returns that record, unless its headers were set
 */
const close = (
  res: HeldResponse,
  head: HeldHead,
  status: number,
  own?: OutgoingHttpHeaders,
): OutgoingHttpHeaders | undefined => {
  head.phase = "gone";
  const closing = closingOf(head.session, status);
  if (closing instanceof Promise) {
    if (own) setHeaders(res, own);
    hold(res, head, status, closing);
    return undefined;
  }
  if (head.drains.length > 0) handOver(res, head);
  if (own && closing.setCookie === undefined) {
    return closing.varies ? variedRecord(res, own) : own;
  }
  if (own) setHeaders(res, own);
  if (!addsNothing(closing)) addSession(answerHead(res), closing);
  return undefined;
};

const closingOf = (session: LeavingSession, status: number): Closing | Promise<Closing> => {
  let closing: Closing | Promise<Closing>;
  try {
    closing = session.close(status);
  } catch (error) {
    closing = Promise.reject(error);
  }
  // Whoever waits for it hears of its failure, and it may be that nobody comes to wait.
  if (closing instanceof Promise) closing.catch(() => {});
  return closing;
};

/**
 * Node and half of Express' middleware look at `_header` to learn whether the head has gone:
 * `headersSent` is it, and `setHeader` throws by it.
 */
const setHeld = (res: HeldResponse, isHeld: boolean): void => {
  if (Object.hasOwn(res, "_header")) {
    (res as { _header?: string | null })._header = isHeld ? "held back" : null;
  } else if (isHeld) {
    // HTTP/2 has no such field.
    Object.defineProperty(res, "headersSent", { value: true, configurable: true });
  } else Reflect.deleteProperty(res, "headersSent");
};

const hold = (
  res: HeldResponse,
  head: HeldHead,
  status: number,
  closing: Promise<Closing>,
): void => {
  head.phase = "held";
  setHeld(res, true);
  const go = (closed?: Closing): void => {
    if (head.phase !== "held") return;
    setHeld(res, false);
    res.removeListener("close", leave);
    // Whatever became of it since: the status was that of the first write.
    res.statusCode = status;
    if (closed) addSession(answerHead(res), closed);
    replay(res, head);
  };
  // Into a connection that is gone: that frees what was kept, and tells every callback.
  const leave = (): void => go();
  res.once("close", leave);
  closing.then(go).catch((error: unknown) => replace(res, head, error));
};

const replay = (res: HeldResponse, head: HeldHead): void => {
  const { calls } = head;
  head.phase = "gone";
  head.calls = [];
  Reflect.deleteProperty(res, "writableEnded");
  for (const [act, ...given] of calls) head[act].apply(res, given);
  if (head.owesDrain && !res.writableEnded && !res.writableNeedDrain) res.emit("drain");
  if (head.drains.length > 0) handOver(res, head);
};

const replace = async (res: HeldResponse, head: HeldHead, error: unknown): Promise<void> => {
  const response = head.session.failure(error);
  const body = await bodyOf(response);
  if (head.phase !== "held") {
    res.destroy();
    return;
  }
  setHeld(res, false);
  Reflect.deleteProperty(res, "writableEnded");
  clearHead(res);
  head.phase = "gone";
  writeResponse(res, response, body);
  head.phase = "lost";
  head.error = error;
  for (const [, ...given] of head.calls) lose(head, given.reverse());
  head.calls = [];
  // Whoever waits for it writes on, into nothing, and comes to their end.
  if (head.owesDrain) res.emit("drain");
};

/** What was written is not sent, and its callback is told why. */
const lose = ({ error }: HeldHead, given: readonly unknown[]): true => {
  const callback = given.find((each) => typeof each === "function");
  if (callback) process.nextTick(callback, error);
  return true;
};
