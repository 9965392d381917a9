import type { Counters } from "./counters.ts";
import type { KnownDevices } from "./known-devices.ts";

/** What keeps people from guessing and from registering without end. */
export interface Throttle {
  readonly counters: Counters;
  readonly devices: KnownDevices;
  /** Of a name that is nobody's, as the store of users compares names. */
  readonly digestOf: (nameKey: string) => string;
}
