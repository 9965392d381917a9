import { connect } from "node:net";

/** Sends bytes as they are, and returns all that came back until the other side closed. */
export const rawExchange = async (url: string, bytes: string | Uint8Array): Promise<string> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = "";
  socket.setEncoding("latin1").on("data", (text) => {
    received += text;
  });
  // A refused request may be answered by a reset: what came before it still counts.
  socket.on("error", () => {});
  socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  await new Promise((resolve) => socket.once("close", resolve));
  return received;
};

/** The status lines of all answers in it. */
export const statusesIn = (received: string): readonly number[] =>
  [...received.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
