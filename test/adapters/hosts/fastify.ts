import { Readable } from "node:stream";
import fastify from "fastify";
import { accountPages, requireUser, sessions } from "../../../src/fastify.ts";
import { count, idOf, refusal, type StartHost } from "./host.ts";

const FORM = "application/x-www-form-urlencoded";

export const startFastify: StartHost = async (t, cs) => {
  const app = fastify();
  t.after(() => app.close());
  // A parser of the host's own, lenient as most are: our pages do not see it.
  app.addContentTypeParser(FORM, { parseAs: "string" }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
  app.register(sessions(cs));
  app.register(accountPages(cs));
  app.get("/", async () => "never asks who you are");
  app.get("/count", async ({ session }) => count(session));
  app.get("/read", async ({ session }) => String(session.get("count", "none")));
  app.get("/redirect", async ({ session }, reply) => {
    count(session);
    return reply.redirect("/read");
  });
  app.get("/streams", async ({ session }, reply) => {
    count(session);
    const parts = async function* () {
      yield "head, ";
      await new Promise((resolve) => setImmediate(resolve));
      yield refusal(session);
    };
    return reply.send(Readable.from(parts()));
  });
  app.get("/fails", async ({ session }, reply) => {
    count(session);
    return reply.code(500).send("no");
  });
  app.get("/throws", async ({ session }) => {
    count(session);
    throw new Error("a bug of the host's");
  });
  app.get("/forget", async ({ session }) => {
    session.flush();
    return "bye";
  });
  app.all("/wall", { preHandler: requireUser(cs) }, async ({ user }) => `Hello ${user.username}`);
  app.all("/id", { preHandler: requireUser(cs, { load: false }) }, async (request) =>
    idOf(request),
  );
  return app.listen({ port: 0, host: "127.0.0.1" });
};
