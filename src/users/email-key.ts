/**
 * How addresses are compared: without case, because hardly any mail server tells `Ada@` from `ada@`
 * (RFC 5321, 2.4 lets it). Only ASCII is folded: the Kelvin sign is no `k`, and a mail that was asked
 * for with it goes to nobody else.
 */
export const emailKey = (email: string): string =>
  email.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
