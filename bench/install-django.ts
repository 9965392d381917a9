import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const FOLDER = "bench/peers";
const PACKAGES = `${FOLDER}/python`;

/** Debian's own Python is the one that has Debian's Django; `DJANGO_PYTHON` names another. */
export const DJANGO_PYTHON: string = process.env["DJANGO_PYTHON"] ?? "/usr/bin/python3";

/** Where its server is looked for as well. */
export const DJANGO_ENVIRONMENT: Readonly<Record<string, string>> = {
  PYTHONPATH: PACKAGES,
  PYTHONDONTWRITEBYTECODE: "1",
};

const VERSIONS =
  "import bcrypt, django, gunicorn; print(f'Django {django.__version__} gunicorn {gunicorn.__version__}')";

/**
 * Installs the server that Django's documentation names first, in the version that is pinned, unless it is there.
 *
 * @returns the versions of both; empty where either is missing
 */
export const installDjango = (say: (text: string) => void): ReadonlyMap<string, string> => {
  if (!existsSync(PACKAGES)) {
    const words = ["-m", "pip", "install", "--quiet", "--target", PACKAGES];
    say(`peers: python3 ${words.join(" ")} -r ${FOLDER}/requirements.txt`);
    spawnSync("python3", [...words, "-r", `${FOLDER}/requirements.txt`], { stdio: "ignore" });
  }
  const { status, stdout } = spawnSync(DJANGO_PYTHON, ["-c", VERSIONS], {
    env: { ...process.env, ...DJANGO_ENVIRONMENT },
    encoding: "utf8",
  });
  if (status !== 0) return new Map();
  const [, django = "", , gunicorn = ""] = stdout.trim().split(" ");
  return new Map([
    ["Django", django],
    ["gunicorn", gunicorn],
  ]);
};
