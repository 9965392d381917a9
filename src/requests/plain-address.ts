import { isIP, SocketAddress } from "node:net";

/**
 * An IP address in the one spelling by which it is compared, logged and kept: IPv6 in its short form,
 * without a zone (RFC 5952), and IPv4 as itself where a socket for both families puts it into IPv6
 * clothes (`::ffff:192.0.2.1`). `undefined` for anything else.
 */
export const plainAddress = (text: string): string | undefined => {
  const family = isIP(text);
  if (family === 0) return undefined;
  if (family === 4) return text;
  const [unzoned = ""] = text.split("%", 1);
  const { address } = new SocketAddress({ address: unzoned, family: "ipv6" });
  return address.replace(/^::ffff:(?=\d+\.)/, "");
};
