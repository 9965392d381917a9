import { type AddressInfo, createServer } from "node:net";
import { listenError } from "./listen.ts";

/**
 * The port if it is to be had, or a free one for 0: for whoever has to know before anything listens.
 * Rejects with `settings.invalid` as `listen` does.
 */
export const findPort = async (host: string, port: number): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", (error) => reject(listenError(error, host, port)));
    probe.listen(port, host, () => resolve());
  });
  const found = (probe.address() as AddressInfo).port;
  await new Promise((resolve) => probe.close(resolve));
  return found;
};
