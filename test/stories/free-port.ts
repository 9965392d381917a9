import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A port that nobody listened on a moment ago, for programs that have to be told theirs. */
export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
};
