import { connect, createServer, type Socket } from "node:net";
import { freePort } from "../test/engines.ts";

/** A TCP proxy on a port of 127.0.0.1 that can be taken away and brought back. */
export type TcpProxy = {
  port: number;
  /** The address with the proxy's host and port instead of its own. */
  through(address: string): string;
  open(): Promise<void>;
  /** Cuts every connection; from then on new ones are refused. */
  close(): Promise<void>;
  /** Takes connections and says nothing, as a host behind a broken network does. */
  silence(): void;
  /** From the next request that holds `text` on: hands it on whole, but cuts the connection instead of answering it. */
  swallowAnswerTo(text: string): void;
  /** How many answers were swallowed. */
  swallowed(): number;
};

export async function startProxy(target: string): Promise<TcpProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const port = await freePort();
  const state = { swallow: null as string | null, swallowed: 0, isSilent: false };
  const sockets = new Set<Socket>();
  const server = createServer((near) => relay(near, connect(Number(targetPort), hostname), sockets, state));
  const open = () => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await open();
  return {
    port,
    through(address) {
      const url = new URL(address);
      url.host = `127.0.0.1:${port}`;
      return url.href;
    },
    async open() {
      state.isSilent = false;
      if (!server.listening) await open();
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
    silence() {
      state.isSilent = true;
    },
    swallowAnswerTo(text) {
      state.swallow = text;
    },
    swallowed: () => state.swallowed,
  };
}

type State = { swallow: string | null; swallowed: number; isSilent: boolean };

function relay(near: Socket, far: Socket, sockets: Set<Socket>, state: State): void {
  let mustSwallow = false;
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    sockets.add(one);
    one.on("error", () => other.destroy());
    one.on("close", () => {
      sockets.delete(one);
      other.destroy();
    });
  }
  near.on("data", (bytes) => {
    if (state.isSilent) return;
    if (state.swallow !== null && bytes.includes(state.swallow)) {
      mustSwallow = true;
      state.swallow = null;
    }
    far.write(bytes);
  });
  far.on("data", (bytes) => {
    if (state.isSilent) return;
    if (!mustSwallow) return void near.write(bytes);
    state.swallowed++;
    near.destroy();
  });
}
