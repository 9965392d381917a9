import {
  type OutgoingHttpHeaders,
  type ServerResponse,
  validateHeaderName,
  validateHeaderValue,
} from "node:http";
import { varyByCookie } from "../routes/add-session.ts";
import { headerText } from "./send-response.ts";

/**
 * The record that `writeHead` was given, of an answer that varies by cookie. Node lays it over the headers that were set; of one name
 * in two spellings the later one counts.
 */
export const variedRecord = (
  res: Pick<ServerResponse, "getHeader">,
  own: OutgoingHttpHeaders,
): OutgoingHttpHeaders => {
  const keys = Object.keys(own).filter(isVary);
  const key = keys.at(-1);
  const vary = headerText(key === undefined ? res.getHeader("Vary") : own[key]);
  const next = varyByCookie(vary);
  if (next === vary && keys.length < 2) return own;
  const varied = { ...own };
  for (const each of keys) delete varied[each];
  varied["Vary"] = next;
  return varied;
};

/** Throws of a record what Node would throw of it later. */
export const validateRecord = (own: OutgoingHttpHeaders): void => {
  for (const name of Object.keys(own)) {
    validateHeaderName(name);
    const value = own[name];
    if (Array.isArray(value)) for (const each of value) validateHeaderValue(name, each);
    else validateHeaderValue(name, value as string);
  }
};

const isVary = (name: string): boolean => name.length === 4 && name.toLowerCase() === "vary";
