import { randomBytes } from "node:crypto";
import { findCookie } from "../cookies/cookie-header.ts";
import { type CookieAttributes, setCookie } from "../cookies/set-cookie.ts";
import type { Secret } from "../signing/signer.ts";
import { createTimestampSigner } from "../signing/timestamp-signer.ts";
import type { Clock } from "../time/clock.ts";

/** An account that a browser has logged in to before. */
export interface KnownDevice {
  readonly userId: number;
  /** 128 random bits in base64url; of this account on this browser. */
  readonly id: string;
  /** The account's `deviceEpoch` at the time: with another one it is known no more. */
  readonly epoch: number;
}

/** The cookie by which a browser is known again. It opens nothing: it is a budget of guesses of its own. */
export interface KnownDevices {
  /** @param cookies the Cookie header */
  read(cookies: string | undefined): readonly KnownDevice[];

  /**
   * The Set-Cookie line of a browser that has just logged in. By another id each time: whoever has a copy of
   * the cookie of before uses up a budget that is the owner's no more.
   */
  remember(cookies: string | undefined, userId: number, epoch: number): string;
}

const PURPOSE = "countersign.device";

/** Somebody who shares a browser with more is known on it by the last five. */
const MOST = 5;

/** In seconds; from the last login on. */
const AGE = 400 * 86_400;

/** Five accounts and a signature are far below. In characters. */
const LONGEST = 1_024;

const ENTRY = /^([1-9]\d{0,15})\.(\d{1,15})\.([\w-]{22})$/;

/** `USER.EPOCH.ID/…:time:signature`: no secret, and nobody else can make one. */
export const createKnownDevices = (
  secrets: readonly Secret[],
  cookie: CookieAttributes,
  clock: Clock,
): KnownDevices => {
  const signer = createTimestampSigner(secrets, PURPOSE);
  const seconds = (): number => Math.floor(clock() / 1_000);

  const read = (cookies: string | undefined): readonly KnownDevice[] => {
    const found = findCookie(cookies, cookie.name);
    if (found.kind !== "one" || found.value.length > LONGEST) return [];
    const signed = signer.unsign(found.value);
    if (!signed || seconds() - signed.signedAt > AGE) return [];
    return signed.value.split("/").flatMap((text) => {
      const [, userId, epoch, id] = ENTRY.exec(text) ?? [];
      return id === undefined ? [] : [{ userId: Number(userId), id, epoch: Number(epoch) }];
    });
  };

  return {
    read,
    remember(cookies, userId, epoch) {
      const before = read(cookies);
      const device = { userId, epoch, id: randomBytes(16).toString("base64url") };
      const others = before.filter((each) => each.userId !== userId);
      const entries = [device, ...others]
        .slice(0, MOST)
        .map((each) => `${each.userId}.${each.epoch}.${each.id}`);
      return setCookie(cookie, signer.sign(entries.join("/"), seconds()), AGE);
    },
  };
};
