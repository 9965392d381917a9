import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Walk } from "./walks.ts";

/** Runs an example that is a test of its own: it fails if one of its promises does. */
export const contractWalk: Walk = async (_t, file) => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const command = [process.execPath, ["--test-reporter=tap", file], { env }] as const;
  const { stdout } = await promisify(execFile)(...command);
  assert.match(stdout, /^# fail 0$/m);
  assert.ok(Number(/^# pass (\d+)$/m.exec(stdout)?.[1]) > 60);
};
