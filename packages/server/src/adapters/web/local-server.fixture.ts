import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";

export type Request = { socket: Socket; method: string; path: string; head: string };
export type LocalServer = {
  port: number;
  /** The heads of all requests so far. */
  heads: string[];
  /** How many connections came, with or without a request. */
  connections(): number;
  /** When the other side has closed all connections. */
  idle(): Promise<void>;
  stop(): void;
};

/** A server on 127.0.0.1 that writes its answers byte by byte, as bad ones do, too. */
export async function serve(
  answer: (request: Request) => void,
  tls?: { key: string; cert: string },
): Promise<LocalServer> {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const accept = (socket: Socket) => {
    let head = "";
    connections++;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk) => {
      if (head.includes("\r\n\r\n")) return;
      head += chunk;
      if (!head.includes("\r\n\r\n")) return;
      heads.push(head);
      const [method = "", path = ""] = head.split(" ");
      answer({ socket, method, path, head });
    });
  };
  const server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
  server.on("tlsClientError", () => {});
  return {
    port: await listen(server),
    heads,
    connections: () => connections,
    idle: async () => {
      while (sockets.size > 0) await Bun.sleep(2);
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** A server that says this to whoever connects, without listening. */
export async function serveAtOnce(text: string): Promise<Pick<LocalServer, "port" | "stop">> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(text);
  });
  return { port: await listen(server), stop: () => server.close() };
}

/** Writes the same again and again, as fast as it is read, until nobody reads any more. */
export function pour(socket: Socket, text: string): void {
  while (!socket.destroyed && socket.write(text));
  if (!socket.destroyed) socket.once("drain", () => pour(socket, text));
}

/** Writes a byte every few milliseconds until the connection closes. */
export function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write("a"), 5);
  socket.on("close", () => clearInterval(timer));
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("listens on no port");
  return address.port;
}

/** A certificate for these names (`DNS:…`, `IP:…`) that only who is given it trusts. */
export async function certificateFor(...names: string[]): Promise<{ key: string; cert: string }> {
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];
  const subject = ["-subj", "/CN=visoli test", "-addext", `subjectAltName=${names.join(",")}`];
  const out = ["-days", "1", "-keyout", "-", "-out", "-"];
  const pem = await Bun.$`openssl req -x509 ${curve} ${subject} ${out}`.quiet().text();
  const [key = "", cert = ""] = pem.split(/(?=-----BEGIN CERTIFICATE-----)/);
  return { key, cert };
}
