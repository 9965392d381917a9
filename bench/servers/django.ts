// Starts Debian's Django behind gunicorn, on two processes, and ends with it: the bench starts servers of Node.
import { spawn } from "node:child_process";
import { DJANGO_ENVIRONMENT, DJANGO_PYTHON } from "../install-django.ts";

const child = spawn(
  DJANGO_PYTHON,
  [
    ...["-m", "gunicorn", "--bind", `127.0.0.1:${process.env["PORT"]}`, "--preload"],
    // With threads its connections are kept alive, as everybody else's are.
    ...["--workers", "2", "--threads", "4", "--log-level", "critical"],
    ...["--pythonpath", "bench/peers", "django_site:application"],
  ],
  {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...DJANGO_ENVIRONMENT },
  },
);
child.once("error", () => process.exit(1));
child.once("exit", (code) => process.exit(code ?? 0));
process.once("SIGTERM", () => child.kill());
process.once("disconnect", () => child.kill());
