// iron-session as its README sets it up for node:http.
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { getIronSession } from "iron-session";
import { checkPassword } from "../servers/check-password.ts";
import { SAME_HEADERS, sameHtml } from "../servers/same-page.ts";
import { sameUser, USER_ID } from "../servers/same-user.ts";
import { greeting, VISITOR, WHERE } from "../servers/visitor.ts";

const options = {
  password: "complex_password_at_least_32_characters_long",
  cookieName: "session",
  cookieOptions: { secure: false },
};

const pages = {
  "/begin": async (session) => {
    Object.assign(session, VISITOR);
    await session.save();
    return "begun";
  },
  "/read": async (session) => greeting(session.name),
  "/write": async (session) => {
    session.visits += 1;
    await session.save();
    return greeting(VISITOR.name);
  },
  "/enter": async (session) => {
    session.userId = USER_ID;
    await session.save();
    return "entered";
  },
  "/end": async (session) => {
    session.destroy();
    return "ended";
  },
};

const welcome = (res, { userId }) => {
  if (userId === undefined) return res.writeHead(401).end();
  return res.setHeaders(new Map(Object.entries(SAME_HEADERS))).end(sameHtml(sameUser(userId)));
};

createServer(async (req, res) => {
  if (req.url === "/welcome") return welcome(res, await getIronSession(req, res, options));
  if (req.url === "/login") {
    const { password } = await json(req);
    return res.writeHead((await checkPassword(password)) ? 204 : 401).end();
  }
  const page = pages[req.url];
  const text = page ? await page(await getIronSession(req, res, options)) : "ok";
  res.setHeader("Content-Type", "text/plain; charset=utf-8");
  return res.end(text);
}).listen(WHERE.port, WHERE.host);
