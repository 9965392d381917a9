import { Piscina } from "piscina";
import { IDLE } from "./idle-class.ts";

/** Lower priority than any other thread of the machine: a login storm takes what nobody else wants. */
const IDLE_NICE = 19;

/**
 * Of the thread that helps where nobody leaves anything. Measured beside a busy loop on each core, a hash of
 * a quarter of a second took a second at nice 5, 3 to 5 at nice 10, 5 to 6 at nice 19, and half a
 * minute in the idle class.
 */
const STEADY_NICE = 5;

/** In milliseconds. Then it gives its memory back: most machines never need it. */
const STEADY_REST = 10_000;

/** Threads that take what nobody else wants. */
export const openIdlePool = (count: number): Piscina =>
  new Piscina({
    minThreads: count,
    maxThreads: count,
    idleTimeout: Number.POSITIVE_INFINITY,
    niceIncrement: IDLE_NICE,
    workerData: IDLE,
  });

/** One thread that gets on whatever else there is to do, made when there is a hash for it. */
export const openSteadyPool = (): Piscina =>
  new Piscina({
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: STEADY_REST,
    niceIncrement: STEADY_NICE,
  });
