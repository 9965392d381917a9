import type { Log } from "../account/log.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import type { SessionContext } from "../routes/session-context.ts";
import type { SessionsOnly } from "../routes/sessions-only.ts";

export interface Opened<Context> {
  readonly context: Context;
  close(): Promise<void>;
}

/** What adapters mount: opened when it is first needed, once, and closed once. */
export const openOnce = <Context extends SessionContext>(
  open: () => Promise<Opened<Context>>,
  log: Log | undefined,
): SessionsOnly & { readonly context: Context | undefined } => {
  let opened: Promise<Opened<Context>> | undefined;
  let context: Context | undefined;
  let closing: Promise<void> | undefined;

  const openUnlessClosed = (): Promise<Opened<Context>> => {
    if (closing)
      return Promise.reject(new CountersignError("storage.unavailable", "It was closed."));
    opened ??= open().catch((error) => {
      // So that the next request tries again, once the disk is back.
      opened = undefined;
      log?.error({ event: "storageFailed", err: error }, "the storage could not be opened");
      throw error;
    });
    return opened;
  };

  return {
    get context() {
      return context;
    },
    async ready() {
      ({ context } = await openUnlessClosed());
    },
    close() {
      closing ??= Promise.resolve(opened).then((each) => each?.close());
      return closing;
    },
  };
};
