// Starts Debian's Django as a child, and ends with it: the bench starts servers of Node.
import { spawn } from "node:child_process";

const child = spawn(
  process.env["DJANGO_PYTHON"] ?? "/usr/bin/python3",
  ["bench/peers/django_login.py"],
  { stdio: ["ignore", "ignore", "inherit"] },
);
child.once("error", () => process.exit(1));
child.once("exit", (code) => process.exit(code ?? 0));
process.once("SIGTERM", () => child.kill());
process.once("disconnect", () => child.kill());
