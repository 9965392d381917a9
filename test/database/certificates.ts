import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

/** Why tests with certificates of their own are skipped here, or false. Where CI=true they are made in any case. */
export const skipsCertificates: string | false =
  spawnSync("openssl", ["version"]).status !== 0 && process.env["CI"] !== "true"
    ? "no openssl on this machine"
    : false;

/** Paths of two files in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

interface Wanted {
  /** Whom it is for, as its subject says. */
  readonly name: string;
  /** Which hosts may show it, as in `DNS:localhost,IP:127.0.0.1`. */
  readonly hosts?: string;
  /** Who signs it; itself if left out. */
  readonly by?: Certificate;
}

/** Makes a certificate for a day. Without hosts it is an authority's. */
export const makeCertificate = (folder: string, { name, hosts, by }: Wanted): Certificate => {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const says = hosts === undefined ? [] : ["-addext", `subjectAltName=${hosts}`];
  const signed = by === undefined ? [] : ["-CA", by.cert, "-CAkey", by.key];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-keyout", key, "-out", cert, "-days", "1", "-subj", `/CN=${name}`];
  execFileSync("openssl", ["req", "-x509", ...curve, ...files, ...says, ...signed], {
    stdio: "pipe",
  });
  return { cert, key };
};
