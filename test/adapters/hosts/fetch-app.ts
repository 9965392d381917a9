import { accountPages, requireUser, sessions } from "../../../src/fetch.ts";
import type { Countersign } from "../../../src/routes/countersign.ts";
import { count, idOf, refusal } from "./host.ts";

type Answer = (request: Request) => Response | Promise<Response>;

/** Somebody else's app as one function from `Request` to `Response`, for every runtime. */
export const fetchApp = (cs: Countersign): Answer => {
  const withSession = sessions(cs);
  const handlers: Readonly<Record<string, Answer>> = {
    "/": withSession(() => new Response("never asks who you are")),
    "/count": withSession((_request, { session }) => Response.json(count(session))),
    "/read": withSession(
      (_request, { session }) => new Response(String(session.get("count", "none"))),
    ),
    "/redirect": withSession((request, { session }) => {
      count(session);
      // Its headers may not be changed.
      return Response.redirect(new URL("/read", request.url), 302);
    }),
    "/streams": withSession((_request, { session }) => {
      count(session);
      const parts = [() => "head, ", () => refusal(session)];
      const body = new ReadableStream<Uint8Array>({
        async pull(out) {
          await new Promise((resolve) => setTimeout(resolve, 0));
          const part = parts.shift();
          if (part) out.enqueue(new TextEncoder().encode(part()));
          else out.close();
        },
      });
      return new Response(body);
    }),
    "/fails": withSession((_request, { session }) => {
      count(session);
      return new Response("no", { status: 500 });
    }),
    "/throws": withSession((_request, { session }) => {
      count(session);
      throw new Error("a bug of the host's");
    }),
    "/forget": withSession((_request, { session }) => {
      session.flush();
      return new Response("bye");
    }),
    "/wall": requireUser(cs)((_request, { user }) => new Response(`Hello ${user.username}`)),
    "/id": requireUser(cs, { load: false })((_request, visit) => Response.json(idOf(visit))),
  };
  const pages = accountPages(cs);
  return (request) => (handlers[new URL(request.url).pathname] ?? pages)(request);
};
