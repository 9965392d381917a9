// Keeps 16 logins waiting until it is told to stop, from a process of its own; prints how many were
// answered, by status. `node login-storm.ts URL wrong|right form|json`: each comes without a cookie, as from a new browser.
import { PASSWORD, USERNAME } from "./site.ts";

const url = process.argv[2] ?? "";
const isRight = process.argv[3] === "right";
const password = isRight ? PASSWORD : "a wrong password, at full cost";
const login =
  process.argv[4] === "json"
    ? {
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: "ada@bench.example", password }),
      }
    : { body: new URLSearchParams({ username: USERNAME, password }) };
const expected = isRight ? 303 : 401;
const WAITING = 16;
const answered: Record<number, number> = {};
const began = performance.now();
let isOver = false;

process.on("SIGTERM", () => {
  isOver = true;
});

const keepLoggingIn = async (): Promise<void> => {
  while (!isOver) {
    const answer = await fetch(`${url}/login`, { method: "POST", ...login, redirect: "manual" });
    await answer.arrayBuffer();
    const { status } = answer;
    answered[status] = (answered[status] ?? 0) + 1;
    // Where nobody waits for a hash there is no storm, and an answer that is no login would fake one.
    if (status !== expected) await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

process.stdout.write("started\n");
await Promise.all(Array.from({ length: WAITING }, keepLoggingIn));
process.stdout.write(
  `${JSON.stringify({ answered, seconds: (performance.now() - began) / 1_000 })}\n`,
);
