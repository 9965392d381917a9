import { randomInt } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** 128 bits at least: Django calls a hash outdated whose salt is shorter. */
const LENGTH = 22;

/** A salt as Django writes it: 22 random letters and digits, which are 131 bits. */
export const newSalt = (): string =>
  Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");

/** Could it hold fewer than 128 random bits? */
export const isShortSalt = (salt: string): boolean => Array.from(salt).length < LENGTH;
