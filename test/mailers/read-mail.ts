/** A mail as it goes over the wire, taken apart: enough of MIME (RFC 2045, 2046) for what we send. */
export interface ReadMail {
  /** By their names in lower case, unfolded. One that is there twice is joined by a line break. */
  readonly headers: ReadonlyMap<string, string>;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export const readMail = (raw: string): ReadMail => {
  const { headers, body } = split(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get("content-type") ?? "")?.[1];
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1).map(trimmed).map(split) : [];
  const textOf = (type: string): string => {
    const part = parts.find((each) => each.headers.get("content-type")?.startsWith(type));
    return part ? decoded(part.body, part.headers.get("content-transfer-encoding")) : "";
  };
  return {
    headers,
    subject: decodedWords(headers.get("subject") ?? ""),
    text: textOf("text/plain"),
    html: textOf("text/html"),
  };
};

/** Without the line breaks that belong to the boundaries around it. */
const trimmed = (part: string): string => part.replace(/^\r?\n|\r?\n$/g, "");

const split = (raw: string) => {
  const [head = "", ...body] = raw.split(/\r?\n\r?\n/);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const name = line.slice(0, line.indexOf(":")).toLowerCase();
    const value = line.slice(line.indexOf(":") + 1).trim();
    headers.set(name, headers.has(name) ? `${headers.get(name)}\n${value}` : value);
  }
  return { headers, body: body.join("\n\n") };
};

const decoded = (body: string, encoding: string | undefined): string => {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return body.replaceAll("\r\n", "\n");
  const bytes = body
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\r\n", "\n");
};

/** Encoded words in a header (RFC 2047). */
const decodedWords = (header: string): string =>
  header
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([QB])\?(.*?)\?=/gi, (_, how: string, what: string) =>
      how.toUpperCase() === "B"
        ? Buffer.from(what, "base64").toString("utf8")
        : decoded(what.replaceAll("_", " "), "quoted-printable"),
    );
