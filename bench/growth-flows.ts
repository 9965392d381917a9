import { createAccountLinks } from "../src/account/account-links.ts";
import { cookieOf, filledUser, SECRET } from "./filled-user.ts";
import { PASSWORD } from "./site.ts";

/** What a browser sends. */
export interface Asked {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly cookie?: string | undefined;
  readonly form?: Readonly<Record<string, string>> | undefined;
}

/** Something that a visitor does, once. */
export interface Flow {
  readonly name: string;
  /** With which it is answered if it was done. */
  readonly status: number;
  /** @param nth no two are alike: what has to be new is named by it */
  ask(user: number, nth: number): Asked;
}

const post = (path: string, form: Asked["form"], cookie?: string): Asked => ({
  ...{ method: "POST", path, cookie, form },
});

const NEXT = "four other words, never used here";
const LINKS = createAccountLinks([SECRET], { reset: 3_600, confirmation: 3_600 });

export const LOGIN: Flow = {
  name: "`/login`",
  status: 303,
  ask: (user) => post("/login", { username: `user${user}`, password: PASSWORD }),
};

/** Each is asked by a user of its own, who was never seen before. */
export const FLOWS: readonly Flow[] = [
  LOGIN,
  {
    name: "`/register`",
    status: 303,
    ask: (_, nth) =>
      post("/register", {
        username: `newcomer${nth}`,
        email: `newcomer${nth}@bench.example`,
        password: PASSWORD,
      }),
  },
  {
    name: "`/password`",
    status: 303,
    ask: (user) => post("/password", { password: PASSWORD, newPassword: NEXT }, cookieOf(user)),
  },
  {
    name: "`/forgot`",
    status: 303,
    ask: (user) => post("/forgot", { username: `user${user}@bench.example` }),
  },
  {
    name: "`/reset`",
    status: 303,
    ask: (user) =>
      post("/reset", { token: LINKS.makeReset(filledUser(user), Date.now()), newPassword: NEXT }),
  },
  {
    name: "`/verify`",
    status: 303,
    ask: (user) =>
      post("/verify", {
        token: LINKS.makeConfirmation(filledUser(user), `moved${user}@bench.example`, Date.now()),
      }),
  },
  {
    name: "`/email`",
    status: 303,
    ask: (user) =>
      post("/email", { email: `other${user}@bench.example`, password: PASSWORD }, cookieOf(user)),
  },
  {
    name: "`/sessions`",
    status: 200,
    ask: (user) => ({ method: "GET", path: "/sessions", cookie: cookieOf(user) }),
  },
  { name: "`/logout`", status: 303, ask: (user) => post("/logout", {}, cookieOf(user)) },
  {
    name: "`/delete`",
    status: 303,
    ask: (user) => post("/delete", { password: PASSWORD }, cookieOf(user)),
  },
];
