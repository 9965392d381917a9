// The headers that a handler gives to `writeHead`, and a session is added to.
import {
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  type ServerResponse,
  validateHeaderName,
  validateHeaderValue,
} from "node:http";
import { varyByCookie } from "../routes/add-session.ts";
import { headerText } from "./send-response.ts";

/** A record, a list of names and values in turn, or a list of pairs. */
export type OwnHeaders = OutgoingHttpHeaders | readonly (OutgoingHttpHeader | readonly string[])[];

export const isRecord = (own: OwnHeaders): own is OutgoingHttpHeaders => !Array.isArray(own);

/** Sets them. Node would lay them over those that are set, and its own lines push our Set-Cookie out. */
export const setHeaders = (
  res: Pick<ServerResponse, "setHeader" | "appendHeader" | "hasHeader" | "removeHeader">,
  own: OwnHeaders,
): void => {
  if (isRecord(own)) {
    for (const [name, value] of Object.entries(own)) if (name) res.setHeader(name, value!);
    return;
  }
  const flat = own.flat(own.length > 0 && Array.isArray(own[0]) ? 1 : 0) as string[];
  const pairs = flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1]!] as const] : []));
  for (const [name] of pairs) if (res.hasHeader(name)) res.removeHeader(name);
  for (const [name, value] of pairs) if (name) res.appendHeader(name, value);
};

/**
 * The record of an answer that varies by cookie. Node lays it over the headers that were set; of one name in two
 * spellings the later one counts.
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
