import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { sql } from "kysely";
import { openPostgres } from "../../src/database/postgres.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { type Certificate, makeCertificate, skipsCertificates } from "./certificates.ts";
import { giveToRunner } from "./postgres-programs.ts";
import {
  type PostgresServer,
  postgresDatabase,
  postgresServer,
  skipsPostgres,
} from "./postgres-server.ts";

/** Nobody without TLS; into one database only who shows a certificate as well. */
const ACCESS = `
hostssl certified all all cert
hostssl all all all trust
local all all trust
`;

const connect = async (address: string): Promise<void> => {
  const database = await openPostgres(address);
  try {
    await sql`select 1`.execute(database.kysely);
    // The connection that follows ends is one of its own.
    const ends = await database.followEnds?.(() => {});
    await ends?.close();
  } finally {
    await database.close();
  }
};

const refuses = (address: string, message: RegExp, code = "storage.unavailable"): Promise<void> =>
  assert.rejects(connect(address), { code, message });

suite("TLS to PostgreSQL", { skip: skipsPostgres || skipsCertificates }, () => {
  const tidying: (() => void)[] = [];
  let server: PostgresServer;
  let authority: Certificate;
  let stranger: Certificate;
  /** Of `localhost` and 127.0.0.1, signed by the authority. */
  let own: Certificate;
  /** Of another host, signed by the authority. */
  let others: Certificate;
  let selfSigned: Certificate;
  let client: Certificate;
  let socket: string;
  let show: (certificate: Certificate) => Promise<void>;

  before(async () => {
    if (skipsPostgres || skipsCertificates) return;
    const t = { after: (act: () => void) => void tidying.push(act) };
    const folder = temporaryFolder(t);
    socket = encodeURIComponent(folder);
    authority = makeCertificate(folder, { name: "authority" });
    stranger = makeCertificate(folder, { name: "stranger" });
    const hosts = "DNS:localhost,IP:127.0.0.1";
    own = makeCertificate(folder, { name: "own", hosts, by: authority });
    others = makeCertificate(folder, { name: "others", hosts: "DNS:db.example", by: authority });
    selfSigned = makeCertificate(folder, { name: "alone", hosts });
    client = makeCertificate(folder, { name: "postgres", hosts: "DNS:client", by: authority });

    // What the server shows is in files that are the server's own.
    const shown = { cert: join(folder, "shown.crt"), key: join(folder, "shown.key") };
    const copy = (certificate: Certificate): void => {
      for (const kind of ["cert", "key"] as const) {
        copyFileSync(certificate[kind], shown[kind]);
        giveToRunner(shown[kind]);
      }
    };
    copy(own);
    for (const path of [folder, authority.cert]) giveToRunner(path);
    server = await postgresServer(t, {
      access: ACCESS,
      settings: {
        unix_socket_directories: folder,
        ssl: "on",
        ssl_cert_file: shown.cert,
        ssl_key_file: shown.key,
        ssl_ca_file: authority.cert,
      },
    });
    show = async (certificate) => {
      copy(certificate);
      await server.restart();
    };
  });
  after(async () => {
    for (const act of tidying.reverse()) await act();
  });

  const byAddress = (words: string): string => `${server.address()}?${words}`;
  const byName = (words: string): string => byAddress(words).replace("127.0.0.1", "localhost");
  const root = ({ cert }: Certificate): string => `sslrootcert=${encodeURIComponent(cert)}`;

  test("disable does without, and so does an address that says nothing: a server may refuse both", async (t) => {
    await refuses(byAddress("sslmode=disable"), /28000.* pg_hba\.conf and sslmode/);
    await refuses(server.address(), /28000.* pg_hba\.conf and sslmode/);
    const without = await postgresDatabase(t);
    await connect(without);
    await connect(`${without}?sslmode=disable`);
    for (const words of ["require", `verify-full&${root(authority)}`]) {
      await refuses(`${without}?sslmode=${words}`, /it has no TLS; .*sslmode=disable/);
    }
  });

  test("a Unix socket needs none: its folder is the host", async () => {
    await connect(byName(`host=${socket}`));
  });

  test("require takes any certificate, one that signed itself as well; with a root only its own", async () => {
    for (const certificate of [selfSigned, own]) {
      await show(certificate);
      await connect(byAddress("sslmode=require"));
    }
    await connect(byAddress(`sslmode=require&${root(authority)}`));
    await refuses(byAddress(`sslmode=require&${root(stranger)}`), /authority.*sslrootcert/);
  });

  test("verify-ca takes what the root has signed, whatever name stands there", async () => {
    for (const certificate of [others, own]) {
      await show(certificate);
      await connect(byAddress(`sslmode=verify-ca&${root(authority)}`));
      await refuses(byAddress(`sslmode=verify-ca&${root(stranger)}`), /authority.*sslrootcert/);
    }
  });

  test("verify-full takes what the root has signed for this very host, by name and by address", async () => {
    await show(others);
    for (const address of [byName, byAddress]) {
      await refuses(address(`sslmode=verify-full&${root(authority)}`), /for another name/);
    }
    const database = await openPostgres(byName(`sslmode=verify-full&${root(authority)}`));
    await assert.rejects(async () => database.followEnds?.(() => {}), {
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
    await database.close();
    await show(own);
    for (const address of [byName, byAddress]) {
      await connect(address(`sslmode=verify-full&${root(authority)}`));
      await refuses(address(`sslmode=verify-full&${root(stranger)}`), /authority.*sslrootcert/);
    }
    // The port is the server's, and the name behind the question mark stands before the other.
    const elsewhere = byAddress(`host=localhost&sslmode=verify-full&${root(authority)}`);
    await connect(elsewhere.replace("127.0.0.1", "nowhere.invalid"));
  });

  test("verify-full without a root asks the authorities that everybody knows: not one that signed itself", async () => {
    for (const certificate of [own, selfSigned]) {
      await show(certificate);
      await refuses(byName("sslmode=verify-full"), /authority.*sslrootcert/);
    }
    await connect(byName(`sslmode=verify-full&${root(selfSigned)}`));
  });

  test("sslcert and sslkey show who comes", async () => {
    await show(own);
    await connect(byAddress("sslmode=require"));
    const pair = (cert: string, key: string): string =>
      `sslmode=require&sslcert=${encodeURIComponent(cert)}&sslkey=${encodeURIComponent(key)}`;
    const database = await openPostgres(byAddress("sslmode=require"));
    await sql`create database certified`.execute(database.kysely);
    await database.close();
    const certified = (words: string): string =>
      byAddress(words).replace("/postgres?", "/certified?");
    await connect(certified(pair(client.cert, client.key)));
    await refuses(certified("sslmode=require"), /28000/);
    await refuses(
      byAddress(pair(client.cert, own.key)),
      /^database: what sslcert and sslkey name/,
      "settings.invalid",
    );
  });

  test("a file that is not there, or holds no certificate, is named before anything is asked", async (t) => {
    const folder = temporaryFolder(t);
    const missing = join(folder, "missing.crt");
    await refuses(
      byAddress(`sslmode=verify-full&sslrootcert=${missing}`),
      /^database: the file of sslrootcert cannot be read \(ENOENT\): [^\n]+$/,
      "settings.invalid",
    );
    for (const text of ["", "no certificate"]) {
      const path = join(folder, "empty.crt");
      writeFileSync(path, text);
      await refuses(
        byAddress(`sslmode=verify-ca&sslrootcert=${path}`),
        /^database: what sslrootcert names is no certificate/,
        "settings.invalid",
      );
    }
  });
});
