import { CountersignError } from "../errors/countersign-error.ts";

/** What the file system answered; undefined if it was not the file system that threw. */
export const fileErrorCode = (error: unknown): string | undefined =>
  error instanceof Error && "syscall" in error && "code" in error ? String(error.code) : undefined;

/**
 * As `storage.unavailable` if the file system is to blame, else unchanged. Without its cause: the
 * file's name in there is a session's id, which is no business of a log's.
 */
export const fileError = (error: unknown, folder: string): unknown => {
  const code = fileErrorCode(error);
  if (code === undefined) return error;
  return new CountersignError(
    "storage.unavailable",
    `The session folder ${folder} answered ${code}.`,
  );
};
