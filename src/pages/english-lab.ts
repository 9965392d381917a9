// Over 150 lines because it is one text: all that the lab says.
import { counting } from "./counting.ts";
import type { LabWords } from "./lab-words.ts";

const say = counting("en");

/** All that the lab says, in English. */
export const englishLab: LabWords = {
  title: "The lab",
  lead: "What a session is, shown on your own: the cookie that your browser sent with this request, and what the server makes of it.",
  link: "Development: see in the lab what a session is",
  verdict: {
    accepted: "The server believes this cookie. Sessions are kept by",
    refused: "The server refuses this cookie:",
    none: "Your browser sent no cookie.",
    ended: "This session is over by now.",
    lookAgain: "Look again",
  },
  refusals: {
    "bad-signature":
      "the signature does not fit. Something was changed after the server had signed it.",
    "bad-seal": "the tag does not fit. Something was changed after the server had sealed it.",
    "bad-payload": "the seal is good, but what is under it is no session.",
    malformed: "it does not have the shape of a token, so that nothing is even looked up.",
    unknown: "nothing is stored under this id.",
    "wrong secret": "something is stored under this id, but another secret opens it.",
    "from the future": "it was made later than now.",
    expired: "its time is over.",
    ended: "the register says that it was ended. The cookie itself is as good as before.",
    "password changed": "its user has another password since.",
    "user gone": "its user is disabled, or there is no such user any more.",
    "too long": "it is longer than a cookie can be.",
    unreadable: "it came twice, or it is longer than a cookie can be.",
  },
  begin: {
    first: {
      title: "No session yet",
      text: "HTTP forgets: to the server, this request has nothing to do with the one before. A session begins when there is something to remember. Write a key, or register or log in, and look here again.",
    },
    anew: {
      title: "Begin anew",
      text: "The answer that brought you this page has taken the cookie away: what is refused need not be sent again.",
    },
  },
  cookie: {
    title: "The cookie",
    about: (name, letters) =>
      say(letters, {
        one: `It is called ${name} and is one letter long. This is all that ties your requests together.`,
        other: `It is called ${name} and is # letters long. This is all that ties your requests together.`,
      }),
    parts: {
      payload: {
        name: "Payload",
        meaning:
          "The session itself, as JSON in URL-safe base 64. Whoever holds the cookie can read it: it is signed, and not secret.",
      },
      timestamp: {
        name: "Timestamp",
        meaning: "When it was last saved: seconds since 1970, written in base 62.",
      },
      signature: {
        name: "Signature",
        meaning:
          "HMAC-SHA-256 of everything before it, under a key that only the server has. Its middle is left out here, so that nobody can copy your cookie from this page.",
      },
      nonce: {
        name: "Nonce",
        meaning:
          "96 random bits, new for each cookie, so that the same data never looks the same twice.",
      },
      sealed: {
        name: "Sealed data",
        meaning:
          "The session itself, sealed with AES-256-GCM. Your browser can neither read nor change it.",
      },
      tag: {
        name: "Tag",
        meaning:
          "Proves that not one bit of it was changed. Its middle is left out here, so that nobody can copy your cookie from this page.",
      },
      id: {
        name: "Id",
        meaning: "Under this name the server finds the row below. Alone it opens nothing.",
      },
      secret: {
        name: "Secret",
        meaning:
          "256 random bits that open the row. The server keeps only their digest. Their middle is left out here, so that nobody can copy your cookie from this page.",
      },
      separator: { name: "Separator", meaning: "Stands between two parts." },
      unknown: {
        name: "Token",
        meaning:
          "This engine cannot cut it into parts. Its middle is left out here, so that nobody can copy your cookie from this page.",
      },
    },
    letters: (from, to) => `letters ${from} to ${to}`,
    hidden: (count) => say(count, { one: "one letter left out", other: "# letters left out" }),
    deflated: "The dot before it says that it was deflated, because that made it shorter.",
    sealedNote: "What the server reads in it:",
    goodSeal: (secret) =>
      secret === 1
        ? "Good, by the newest secret."
        : `Good, by secret ${secret}, an older one: the next answer makes it anew by the newest.`,
    badSeal: "Bad: made by none of the server's secrets.",
  },
  row: {
    title: "The row on the server",
    about: "The cookie only names it. Who holds a copy of the table holds no cookie:",
    columns: {
      id: "the first part of the cookie",
      digest: "SHA-256 of the secret, which cannot be turned back into it",
      data: "the session itself",
      marks: "what the server notes beside it",
      saved: "the last save",
      expires: "from then on it may be swept",
      session_data:
        "the session itself, signed, as Django writes it; its signature is left out here",
    },
  },
  trial: {
    title: "Alter a letter",
    about: "Change a copy of the cookie and ask the server about it. Your own stays as it is.",
    place: "Place",
    letter: "New letter",
    letterHint: "Empty: the next of the alphabet. In a hidden part the server always chooses.",
    click: "Or click a letter of the cookie.",
    alter: "Alter and ask",
    payload: "Or write another payload before the old signature",
    payloadHint: "Make yourself another user: change user_id.",
    send: "Send this and ask",
    changed: (place, part, from, to) => `Letter ${place} (${part}): ${from} became ${to}.`,
    changedUnseen: (place, part) => `Letter ${place} (${part}): another one in its place.`,
    rewritten: "Another payload before the old signature.",
    unchanged: "It is what it was: nothing changed.",
    refused: "Refused:",
    accepted: "Let in.",
  },
  clocks: {
    title: "How long it lives",
    about: "The server keeps these times, and not only the browser.",
    aboutRefused: "What its times were when the server refused it.",
    limits: {
      age: { name: "Age", meaning: "from the last save" },
      own: { name: "Its own expiry", meaning: "set for this session alone, in place of its age" },
      idle: { name: "Idle", meaning: "from the last use" },
      absolute: {
        name: "Absolute",
        meaning: "from the login or, before one, the last save; nothing reaches past it",
      },
    },
    first: "comes first",
    endsWithBrowser:
      "The browser is to forget it when it closes. If it does not, the server still will.",
  },
  keys: {
    title: "What it holds",
    none: "No keys yet.",
    ours: "Ours",
    oursAbout: "Keys that begin with _ are the server's notes. No handler can write them.",
    userId: "who is logged in; written only by logging in",
    meanings: {
      _sid: "the session's id, by which it can be ended",
      _epoch: "the user's epoch at the login; when that rises, all older sessions end",
      _login: "the login",
      _used: "the last use",
      _session_expiry: "an expiry of its own: seconds, a moment, or 0 until the browser closes",
      _auth_user_id: "Django's word for user_id",
      _auth_user_backend: "how Django logged the user in",
      _auth_user_hash: "ties the session to the user's password, in Django",
    },
    unknown: "a note of the server's",
  },
  register: {
    title: "What the register says",
    about:
      "A cookie cannot be taken back, so the server asks its register whether this login was ended.",
    anonymous: "Nothing: it names no user. Only logins are entered.",
    user: "User",
    state: "This login",
    stands: "stands",
    foreign: "stands: another system made it, and nobody ended it",
    ended: "was ended",
    outdated: "is older than the user's epoch, which ended all before it",
    unknown: "is not in the register",
    entered: "Entered",
    lastSeen: "Last seen",
    remembered: "Remembered until",
    epoch: "Epoch",
    epochs: (ofSession, ofUser) =>
      ofSession === null ? `${ofUser}` : `${ofSession} in the session, ${ofUser} for the user`,
    others: "Other sessions",
  },
  acts: {
    title: "Things to do",
    about: "Each changes your session. Then see what else has changed.",
    key: "Key",
    value: "Value",
    buttons: {
      write: "Write it",
      "live-for-five-seconds": "Live for five seconds",
      "live-until-browser-closes": "Live until the browser closes",
      "live-as-set": "Live as the setting says",
      "new-id": "New id",
      "set-test-cookie": "Set the test cookie",
      "delete-test-cookie": "Delete the test cookie",
      flush: "Forget everything",
    },
    hints: {
      write: "session.set(key, value)",
      "live-for-five-seconds": "session.setExpiry(5)",
      "live-until-browser-closes": 'session.setExpiry("browser")',
      "live-as-set": "session.setExpiry(undefined)",
      "new-id": "session.cycle()",
      "set-test-cookie": "session.setTestCookie()",
      "delete-test-cookie": "session.deleteTestCookie()",
      flush: "session.flush()",
    },
    news: {
      write: "Written. Did the cookie change? That depends on where sessions are kept.",
      "live-for-five-seconds": "It lives for five seconds from now. Watch it, and look again.",
      "live-until-browser-closes": "It lives until the browser closes.",
      "live-as-set": "It lives as long as the setting says again.",
      "new-id": "The same data under a new id. A copy of the old one is dead.",
      "set-test-cookie": "The test cookie was set.",
      "delete-test-cookie": "The test cookie was deleted.",
      flush: "Forgotten, here and on the server.",
      "not-written":
        "Not written: user_id and keys that begin with _ are the server's, and a cookie holds 4,096 bytes.",
    },
    testCookieWorked: "It came back: this browser keeps cookies.",
    testCookieFailed: "It did not come back: this browser keeps no cookies.",
  },
};
