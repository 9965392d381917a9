import type { Log } from "../account/log.ts";
import type { Database } from "../database/database.ts";
import { databaseCounters } from "../stores/database-counters.ts";
import { sweptCounters } from "../stores/swept-counters.ts";
import { createKnownDevices } from "../throttle/known-devices.ts";
import { createNameDigest } from "../throttle/name-digest.ts";
import type { Throttle } from "../throttle/throttle.ts";
import type { Clock } from "../time/clock.ts";

export interface OpenedThrottle extends Throttle {
  close(): Promise<void>;
}

/** The limits on guessing, their counters in the database. */
export const openThrottle = (
  database: Database,
  secrets: readonly string[],
  isSecure: boolean,
  clock: Clock,
  log: Log,
): OpenedThrottle => {
  const counters = sweptCounters(databaseCounters(database), (error) =>
    log.debug(
      { event: "failuresNotSwept", err: error },
      "old counts of failures could not be swept",
    ),
  );
  // Of this host and its root, whatever the session's cookie is called and shared with.
  const cookie = { name: isSecure ? "__Host-device" : "device", path: "/", secure: isSecure };
  return {
    counters,
    devices: createKnownDevices(secrets, cookie, clock),
    digestOf: createNameDigest(secrets[0]!),
    close: counters.close,
  };
};
