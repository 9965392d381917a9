import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as later } from "node:timers/promises";
import type { Ending } from "../stories/temporary-folder.ts";

/** What stands between a program and its server, and can do what a network does to them. */
export interface TcpProxy {
  readonly port: number;
  /** Each connection breaks, and new ones are refused. */
  cut(): Promise<void>;
  /** Takes connections and keeps them, and brings nothing over, as if each packet were lost. */
  hang(): void;
  /** What is sent from now on arrives so many milliseconds later, each way. */
  delay(milliseconds: number): void;
  /**
   * The next time that the program sends this text, the server gets it and acts on it, but its answer
   * is lost: there the proxy cuts. Fulfilled when that has happened.
   */
  cutAfter(text: string): Promise<void>;
  /**
   * Each connection over which the program sends this text, now and whenever it comes back, breaks or
   * brings nothing over any more. All others are well.
   */
  single(text: string, fault: "cut" | "hang"): void;
  /** All is well again; what hung goes on. */
  restore(): Promise<void>;
}

/** In front of a port of this machine, gone when the test is over. */
export const tcpProxy = async (t: Ending, target: number): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  let [wait, hangs] = [0, false];
  let fatal: { readonly text: string; readonly done: () => void } | undefined;
  let singled: { readonly text: string; readonly fault: "cut" | "hang" } | undefined;

  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // What it means for the other side, `close` tells.
    socket.on("error", () => {});
    // Or two small packets in a row wait 40 ms for each other.
    socket.setNoDelay(true);
    if (hangs) socket.pause();
  };

  const carry = (from: Socket, to: Socket, sees: (bytes: Buffer) => boolean): void => {
    let sent: Promise<unknown> = Promise.resolve();
    // In the order of sending, though the delay may change meanwhile.
    const next = (act: () => void): void => {
      sent = wait > 0 ? Promise.all([sent, later(wait)]).then(act) : sent.then(act);
    };
    from.on("data", (bytes: Buffer) => {
      if (sees(bytes)) next(() => to.write(bytes));
    });
    from.on("end", () => next(() => to.end()));
    from.on("close", () => next(() => to.destroy()));
  };

  const listener = createServer((client) => {
    const server = connect(target, "127.0.0.1");
    let doomed: (() => void) | undefined;
    carry(client, server, (bytes) => {
      if (fatal && bytes.includes(fatal.text)) {
        doomed = fatal.done;
        fatal = undefined;
      }
      if (!singled || !bytes.includes(singled.text)) return true;
      const isCut = singled.fault === "cut";
      for (const socket of [client, server]) isCut ? socket.destroy() : socket.pause();
      return !isCut;
    });
    carry(server, client, () => {
      if (doomed) void proxy.cut().then(doomed);
      return !doomed;
    });
    keep(client);
    keep(server);
  });
  const listen = async (port: number): Promise<void> => {
    listener.listen(port, "127.0.0.1");
    await once(listener, "listening");
  };
  await listen(0);
  const { port } = listener.address() as AddressInfo;

  const proxy: TcpProxy = {
    port,
    async cut() {
      const closed = listener.listening ? once(listener, "close") : undefined;
      listener.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    hang() {
      hangs = true;
      for (const socket of sockets) socket.pause();
    },
    delay(milliseconds) {
      wait = milliseconds;
    },
    cutAfter: (text) =>
      new Promise((done) => {
        fatal = { text, done };
      }),
    single(text, fault) {
      singled = { text, fault };
    },
    async restore() {
      [wait, hangs, fatal, singled] = [0, false, undefined, undefined];
      for (const socket of sockets) socket.resume();
      if (!listener.listening) await listen(port);
    },
  };
  t.after(() => proxy.cut());
  return proxy;
};
