import { BlockList, isIP } from "node:net";
import { plainAddress } from "./plain-address.ts";

/** Is this one of our own proxies, whose word counts? Asked with an address as `plainAddress` spells it. */
export type IsTrusted = (address: string) => boolean;

/** @param networks each as `isNetwork` takes them */
export const trustedProxies = (networks: readonly string[]): IsTrusted => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => list.check(address, familyOf(address));
};

/** An address, or a network that is not the whole internet. */
export const isNetwork = (text: string): boolean => {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || address.includes("%")) return false;
  // An IPv4 address in IPv6 clothes: its network would not be the one that was meant.
  if (family === 6 && isIP(plainAddress(address) ?? "") === 4) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (family === 6 ? 128 : 32);
};

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");
