// Over 150 lines because it is one text: all that the pages say.
import { counting } from "./counting.ts";
import { dates } from "./dates.ts";
import { englishAccount } from "./english-account.ts";
import { englishLab } from "./english-lab.ts";
import { englishMails } from "./english-mails.ts";
import type { Words } from "./words.ts";

const say = counting("en");

/** All words in English. */
export const english: Words = {
  language: "en",
  dates: dates("en-GB"),
  siteName: "Countersign",
  problems: {
    "session.required": "Log in to see this page.",
    "session.not-found": "You have no such session, or it has ended already.",
    "login.no-match": "This name and password do not match. Check both and try again.",
    "login.too-many": "Too many attempts have failed.",
    "register.too-many": "Too many accounts were made from here within an hour.",
    "reset.invalid":
      "This link is no longer good: it has been used, it is too old, or the password was changed since. Ask for a new one.",
    "verify.invalid":
      "This link is no longer good: it has been used, it is too old, or something about the account was changed since. If the address is confirmed already, there is nothing left to do.",
    "verify.taken":
      "This address has been confirmed for another account meanwhile. An address can belong to one account only.",
    "request.malformed": "The request could not be read. Go back and send the form once more.",
    "request.too-large": "The request is larger than this form can be.",
    "request.unsupported-type":
      "Send a form (application/x-www-form-urlencoded) or JSON (application/json).",
    "request.other-origin":
      "This request came from another site, and nothing was done. Go to this site and try again there.",
    "request.other-host": "This site is not served under that host name.",
    "request.not-found": "There is no page at this address.",
    "request.method-not-allowed": "This address does not answer to that method.",
    "server.busy": "Many people are logging in right now. Wait a few seconds and try again.",
    "server.failed": "Something went wrong on our side, and nothing was done. Try again later.",
    "storage.unavailable":
      "The site cannot reach its storage right now, and nothing was done. Try again shortly.",
  },
  fields: {
    "username.required": "Enter a name.",
    "username.taken": "This name is taken. Choose another.",
    "username.invalid": "Use letters of one script, digits, and . _ + - only, without spaces.",
    "username.reserved": "This name is reserved. Choose another.",
    "username.too-long": "Use at most 64 characters.",
    "email.required": "Enter an address.",
    "email.unchanged": "This is your address already, and it is confirmed.",
    "email.invalid": "Enter an address such as ada@example.org, or leave the field empty.",
    "password.required": "Enter a password.",
    "password.wrong": "This is not your current password.",
    "password.too-short": "Use at least # characters.",
    "password.too-long": "Use at most 256 characters.",
    "password.too-many-bytes":
      "Use at most 72 bytes: a plain letter takes one, an accented one two, an emoji four.",
    "password.too-common":
      "This is one of the most common passwords, tried first by everybody who guesses. Choose one that is yours alone.",
    "password.too-similar":
      "This is too close to your name or address. Choose something that has nothing to do with them.",
    "password.all-digits": "Use more than digits: letters, spaces or signs.",
    "password.control-character": "Leave out control characters such as tabs and line breaks.",
  },
  waits: {
    again: (seconds) =>
      seconds < 90
        ? say(seconds, { one: "Try again in a second.", other: "Try again in # seconds." })
        : say(Math.ceil(seconds / 60), { other: "Try again in # minutes." }),
    closed:
      "This account opens again on a device that has logged in to it before, with a new password, or when the administrator lets it.",
  },
  home: {
    title: "Welcome",
    stranger: "Log in to your account, or make a new one.",
    strangerElsewhere: "Log in to your account.",
    loggedInAs: (name) => `You are logged in as ${name}.`,
    toWelcome: "Go to your page",
  },
  register: {
    title: "Register",
    submit: "Register",
    loginInstead: "I have an account already",
    usernameHint: "Letters, digits, and . _ + - without spaces.",
    passwordHint: "At least # characters. A few unrelated words are good, and easy to remember.",
    emailOptional: "may be left empty",
    refused: "Some of this cannot be used. See the notes beside the fields.",
  },
  login: { title: "Log in", submit: "Log in", registerInstead: "I have no account yet" },
  welcome: {
    title: (name) => `Welcome, ${name}`,
    loggedIn: "You are logged in.",
    sessionEnds: "This session ends",
    memberSince: "Registered",
    untilBrowserCloses: "when you close the browser, and no later than",
    toSessions: "Where you are logged in",
  },
  sessions: {
    title: "Your sessions",
    lead: "Where you are logged in. End what you no longer use, and whatever you do not know.",
    thisOne: "This one",
    lastSeen: "Last seen",
    now: "now",
    since: "Logged in",
    address: "Address",
    unknownAddress: "unknown",
    end: "End",
    endOthers: (count) => say(count, { one: "End the other one", other: "End the other #" }),
    nowhereElse: "You are logged in nowhere else.",
    more: (count) =>
      say(count, { one: "And one more, used longer ago.", other: "And # more, used longer ago." }),
  },
  devices: { on: (program, system) => `${program} on ${system}`, unknown: "Unknown device" },
  logout: {
    title: "Log out",
    submit: "Log out",
    question: "Do you want to log out? Your session ends here and on the server.",
  },
  labels: {
    username: "Name",
    email: "E-mail",
    password: "Password",
    showPassword: "Show password",
    hidePassword: "Hide password",
    passwordFine: "Nothing speaks against this one so far.",
    toHome: "Back to the start",
    requestId: "Request",
    failure: "That did not work",
  },
  account: englishAccount,
  mails: englishMails,
  lab: englishLab,
};
