import { connect, type Socket } from "node:net";

/** A request whose answer waits for the rest of its body. */
export const unfinishedRequest = (site: { readonly url: string }): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(site.url).port), "127.0.0.1", () => {
      socket.write("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nusername=", () =>
        resolve(socket),
      );
    });
    socket.on("error", () => {});
  });
