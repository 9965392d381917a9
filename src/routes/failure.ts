import type { Log } from "../account/log.ts";
import { isCountersignError } from "../errors/countersign-error.ts";
import type { Problem } from "../errors/problem.ts";
import type { Asked } from "./asked.ts";
import type { SessionContext } from "./session-context.ts";

/**
 * Tells the log what failed, and the visitor only which part of us it was.
 *
 * @param answer puts a problem into the form that the request prefers
 */
export const createFailure =
  (log: Log, answer: (asked: Asked, problem: Problem) => Response): SessionContext["failure"] =>
  (asked, error) => {
    // Whoever asked has left, and what they waited for was dropped.
    if (asked.request.signal.aborted) return answer(asked, BUSY);
    if (isCountersignError(error, "server.busy")) return answer(asked, BUSY);
    const { requestId } = asked;
    log.error({ event: "requestFailed", requestId, err: error }, "the request failed");
    return answer(asked, isCountersignError(error, "storage.unavailable") ? NO_STORAGE : FAILED);
  };

const BUSY: Problem = { status: 503, code: "server.busy", retryAfter: 2 };
const NO_STORAGE: Problem = { status: 503, code: "storage.unavailable", retryAfter: 5 };
const FAILED: Problem = { status: 500, code: "server.failed" };
