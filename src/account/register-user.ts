import { busy } from "../errors/busy.ts";
import type { FieldError } from "../errors/problem.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { enterUser, newEntry, replacedBy } from "../sessions/enter-user.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import { registrationsCounter } from "../throttle/counter-of.ts";
import { type Counted, isWait, type Wait } from "../throttle/counters.ts";
import type { User } from "../users/user.ts";
import { checkRegistration, newUser, type Registration, TAKEN } from "./check-registration.ts";
import { knowDevice } from "./know-device.ts";
import type { Parts } from "./parts.ts";

export type Registered =
  | { readonly user: User }
  | { readonly errors: readonly FieldError[] }
  | { readonly wait: Wait };

/**
 * Registers a user and logs them in, or says everything that is wrong, all at once; or how long this
 * network has to wait. Rejects with `server.busy` and `storage.unavailable`; then nothing was done.
 */
export const registerUser = async (
  parts: Parts,
  session: Session,
  registration: Registration,
  signal?: AbortSignal,
): Promise<Registered> => {
  const errors = await checkRegistration(parts, registration);
  // Before it is counted: a storm would have each that is refused written, and taken back.
  if (errors.length === 0 && parts.passwords.isBusy()) throw busy();
  // Counted are names that are registered and names that are told to be taken, and no other mistakes.
  const tellsNoName = errors.length > 0 && !errors.includes(TAKEN);
  const counted = await countRegistration(parts, session, tellsNoName);
  if (isWait(counted)) return { wait: counted };
  if (errors.length > 0) return { errors };

  const hash = await parts.passwords.make(registration.password, signal).catch(async (error) => {
    await parts.throttle?.counters.takeBack(counted).catch(() => {});
    throw error;
  });
  const entry = newEntry(session);
  const registered = await parts.accounts.register(
    newUser(registration, hash),
    entry.enteredAt,
    entry,
    replacedBy(session),
    { name: "registered", ...causeOf(stateOf(session)) },
  );
  if (registered === "taken") return { errors: [TAKEN] };
  const { user, epoch } = registered;
  enterUser(session, { ...entry, userId: user.id, epoch }, hash);
  knowDevice(parts, session, user.id, 0);
  return { user };
};

/** @param onlyAsks is it only to be seen whether one has to wait? */
const countRegistration = async (
  { throttle, clock }: Pick<Parts, "throttle" | "clock">,
  session: Session,
  onlyAsks: boolean,
): Promise<readonly Counted[] | Wait> => {
  const { address } = stateOf(session).visitor();
  if (!throttle || address === undefined) return [];
  const counters = [registrationsCounter(address)];
  if (!onlyAsks) return throttle.counters.count(counters, clock());
  return (await throttle.counters.waitFor(counters, clock())) ?? [];
};
