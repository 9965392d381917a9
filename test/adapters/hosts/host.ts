import type { TestContext } from "node:test";
import type { Countersign } from "../../../src/routes/countersign.ts";
import type { Session } from "../../../src/sessions/session.ts";

/** Somebody else's app with our pages under `/account`, in one framework; the address of its server. */
export type StartHost = (t: Pick<TestContext, "after">, cs: Countersign) => Promise<string>;

/** What every host's handlers do with a session, so that only the framework differs. */
export const count = (session: Session): { count: number } => {
  session.set("count", Number(session.get("count", 0)) + 1);
  return { count: Number(session.get("count")) };
};

/** Who a handler is told is there, and whether it was told more than the id. */
export const idOf = (told: {
  readonly userId: number;
  readonly user?: unknown;
}): { id: number; isLoaded: boolean } => ({
  id: told.userId,
  isLoaded: told.user !== undefined,
});

/** Of a session that can no longer be written. */
export const refusal = (session: Session): string => {
  try {
    session.set("count", 99);
    return "written";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
