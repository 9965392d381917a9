import { type Fields, readUrlencoded } from "../requests/form-fields.ts";
import type { VisitRequest } from "./visit.ts";

/** The query of a request, read as strictly as a form; undefined if it is malformed. */
export const queryFields = (request: VisitRequest): Fields | undefined => {
  const start = request.url.indexOf("?");
  const fields = readUrlencoded(
    start < 0 ? "" : (request.url.slice(start + 1).split("#", 1)[0] ?? ""),
  );
  return typeof fields === "string" ? undefined : fields;
};
