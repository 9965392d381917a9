import {
  type OutgoingHttpHeaders,
  type ServerResponse,
  validateHeaderName,
  validateHeaderValue,
} from "node:http";
import type { AnswerHead } from "../routes/add-session.ts";

/** A copy of a record that `writeHead` was given. Throws at once what Node would throw of it later. */
export const validRecord = (own: OutgoingHttpHeaders): OutgoingHttpHeaders => {
  const record = { ...own };
  for (const name in record) {
    if (name === "") {
      delete record[name];
      continue;
    }
    validateHeaderName(name);
    validateHeaderValue(name, record[name] as string);
  }
  return record;
};

/**
 * The head of an answer whose headers come as a record, which Node lays over those that were set. Left as a record: setting
 * each by itself takes longer than everything else about a session that is only read.
 */
export const recordHead = (
  res: Pick<ServerResponse, "getHeader">,
  record: OutgoingHttpHeaders,
): AnswerHead => {
  const keyOf = (name: string): string => {
    if (name in record) return name;
    const lower = name.toLowerCase();
    for (const key in record) {
      if (key.length === name.length && key.toLowerCase() === lower) return key;
    }
    return name;
  };
  const found = (name: string) => record[keyOf(name)] ?? res.getHeader(name);
  return {
    get(name) {
      const value = found(name);
      return Array.isArray(value) ? value.join(", ") : value?.toString();
    },
    set(name, value) {
      record[keyOf(name)] = value;
    },
    append(name, value) {
      record[keyOf(name)] = [found(name) ?? [], value].flat().map(String);
    },
  };
};
