import { randomInt } from "node:crypto";

/** As Django makes them: 32 of these. It takes shorter ones of somebody else's making, from 8 on. */
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const SHAPE = /^[a-z0-9]{8,40}$/;

/** A new key of 165 random bits: what the cookie carries, and the row is found by. */
export const newSessionKey = (): string =>
  Array.from({ length: 32 }, () => LETTERS[randomInt(LETTERS.length)]).join("");

/** Could Django have made it? Else no database is asked. */
export const isSessionKey = (token: string): boolean => SHAPE.test(token);
