// Above 150 lines, for it is one idea: each thing that a person does, and what its answer may be.
import type { Answer } from "../stories/send.ts";
import { type Ask, type Asking, cookieIn, type Outcome } from "./ask.ts";
import {
  type Broken,
  bury,
  type Crowd,
  type DeadCookie,
  type Device,
  doubt,
  newDevice,
  type Person,
  renew,
} from "./crowd.ts";

export const PASSWORD = "five green apples";

/** Looks at the page that greets whoever is logged in. */
export const lookAtWelcome = async (
  crowd: Crowd,
  ask: Ask,
  person: Person,
  device: Device,
): Promise<Outcome> => {
  const { cookie, known, version } = device;
  const answer = await ask({ path: "/welcome", from: person.from, cookie });
  if (typeof answer === "string") return answer;
  const about = `${person.username}, ${known}, on ${answer.status}`;
  const isGreeted = answer.status === 200;
  if (!isGreeted && answer.status !== 401) return wrong(crowd, answer, about);
  if (isGreeted && nameIn(answer) !== person.username) return wrong(crowd, answer, about);
  // Something was begun or done here meanwhile: both answers were true at some moment.
  if (device.version !== version) return "answered";
  if (isGreeted && known === "out")
    return wrong(crowd, answer, `${about}: was logged out`, "ended");
  if (!isGreeted && known === "in")
    return wrong(crowd, answer, `${about}: is logged in`, "logged in");
  // Once it is known to be ended it has to stay so. A session that is there may still be ended by
  // an act whose answer was lost.
  if (!isGreeted) bury(crowd, person, device);
  else if (cookieIn(answer)) device.cookie = cookieIn(answer) ?? undefined;
  return "answered";
};

/** Comes with the cookie of a session that was ended. */
export const replay = async (
  crowd: Crowd,
  ask: Ask,
  { cookie, person }: DeadCookie,
): Promise<Outcome> => {
  const answer = await ask({ path: "/welcome", from: person.from, cookie });
  if (typeof answer === "string") return answer;
  return answer.status === 401
    ? "answered"
    : wrong(crowd, answer, `${person.username} comes with a session that was ended`, "ended");
};

/** Whoever is told so is registered, and logged in. */
export const register = async (
  crowd: Crowd,
  ask: Ask,
  username: string,
  from: string,
): Promise<Outcome> => {
  const answer = await ask({ path: "/register", from, body: { username, password: PASSWORD } });
  if (typeof answer === "string") return answer;
  const cookie = cookieIn(answer);
  if (answer.status !== 201 || nameIn(answer) !== username || !cookie) {
    return wrong(crowd, answer, `${username} registers`);
  }
  const person: Person = { username, from, devices: [newDevice(), newDevice()], isActing: false };
  renew(crowd, person, person.devices[0], cookie);
  crowd.people.push(person);
  return "answered";
};

export const logIn = async (
  crowd: Crowd,
  ask: Ask,
  person: Person,
  device: Device,
): Promise<Outcome> => {
  const { username, from } = person;
  const body = { username, password: PASSWORD };
  const answer = await act(person, [device], () =>
    ask({ path: "/login", from, cookie: device.cookie, body }),
  );
  if (typeof answer === "string") return answer;
  const cookie = cookieIn(answer);
  if (answer.status !== 200 || nameIn(answer) !== username || !cookie) {
    const broken = answer.status === 401 ? "registered" : "true";
    return wrong(crowd, answer, `${username} logs in`, broken);
  }
  renew(crowd, person, device, cookie);
  return "answered";
};

export const logOut = async (
  crowd: Crowd,
  ask: Ask,
  person: Person,
  device: Device,
): Promise<Outcome> => {
  const { from } = person;
  const answer = await act(person, [device], () =>
    ask({ path: "/logout", from, cookie: device.cookie, method: "POST" }),
  );
  if (typeof answer === "string") return answer;
  if (answer.status !== 204) return wrong(crowd, answer, `${person.username} logs out`);
  bury(crowd, person, device);
  return "answered";
};

/** Ends all sessions but the one of this device, whose cookie is made anew. */
export const endOthers = async (
  crowd: Crowd,
  ask: Ask,
  person: Person,
  device: Device,
): Promise<Outcome> => {
  const { from, devices, username } = person;
  const wasIn = device.known === "in";
  const answer = await act(person, devices, () =>
    ask({ path: "/sessions/end-others", from, cookie: device.cookie, method: "POST" }),
  );
  if (typeof answer === "string") return answer;
  // One of which it was not known is told so.
  if (answer.status === 401 && !wasIn) {
    bury(crowd, person, device);
    return "answered";
  }
  const cookie = cookieIn(answer);
  if (answer.status !== 200 || !cookie) return wrong(crowd, answer, `${username} ends the others`);
  for (const each of devices) if (each !== device) bury(crowd, person, each);
  renew(crowd, person, device, cookie);
  return "answered";
};

/** While it lasts, and after it if nobody said how it ended, nobody knows. */
const act = async (
  person: Person,
  devices: readonly Device[],
  asking: () => Promise<Asking>,
): Promise<Asking> => {
  person.isActing = true;
  for (const device of devices) doubt(device);
  try {
    return await asking();
  } finally {
    person.isActing = false;
    for (const device of devices) device.version += 1;
  }
};

const nameIn = (answer: Answer): string | undefined => {
  try {
    const { user } = answer.json() as { readonly user?: { readonly username: string } };
    return user?.username;
  } catch {
    // A page, or half an answer.
    return undefined;
  }
};

const wrong = (crowd: Crowd, answer: Answer, about: string, broken: Broken = "true"): "wrong" => {
  crowd.wrong.push({ broken, text: `${about}: ${answer.status} ${answer.text.slice(0, 300)}` });
  return "wrong";
};
