/** In groups of 16 bits: a provider gives each customer that much, with 2^64 addresses in it. */
const PREFIX = 4;

/**
 * The network that an address counts for: of IPv6 its first 64 bits, of IPv4 the address itself.
 *
 * @param address as `plainAddress` spells it: IPv4 in IPv6's clothes is IPv4 by then
 */
export const networkOf = (address: string): string => {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const first = groups(head);
  const last = groups(tail ?? "");
  const zeros = Array.from({ length: Math.max(8 - first.length - last.length, 0) }, () => "0");
  return `${[...first, ...zeros, ...last].slice(0, PREFIX).join(":")}::/64`;
};

/** An IPv4 address at the end stands for two. */
const groups = (text: string): readonly string[] =>
  text === ""
    ? []
    : text.split(":").flatMap((group) => (group.includes(".") ? ["v4", "v4"] : [group]));
