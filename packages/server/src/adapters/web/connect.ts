import { connect as connectTcp, type Socket } from "node:net";
import { checkServerIdentity, connect as connectTls } from "node:tls";
import type { Target } from "./target.ts";

export type ConnectOptions = {
  /** Certificates (PEM) to trust instead of the machine's. */
  ca?: string | undefined;
  /** For the TCP connection; TLS takes what `signal` leaves it. */
  timeoutMs: number;
  /** Destroys the socket, then and whenever it comes later. */
  signal: AbortSignal;
};

type Connected = { kind: "connected"; socket: Socket };
type NotConnected = { kind: "failed"; reason: "connection" | "tls" };

/**
 * Opens a socket to this very address; with TLS, the certificate is checked against the target's host. The address goes
 * to the socket as it is: no resolver, agent, pool or proxy has a say in where it leads.
 */
export async function connect(
  address: string,
  target: Target,
  options: ConnectOptions,
): Promise<Connected | NotConnected> {
  if (options.signal.aborted) return { kind: "failed", reason: "connection" };
  const socket = connectTcp({ host: address, port: target.port });
  options.signal.addEventListener("abort", () => socket.destroy(), { once: true });
  const timer = setTimeout(() => socket.destroy(), options.timeoutMs);
  const isOpen = await opened(socket, "connect");
  clearTimeout(timer);
  if (!isOpen) return { kind: "failed", reason: "connection" };
  return target.isSecure ? secure(socket, target, options) : { kind: "connected", socket };
}

async function secure(
  socket: Socket,
  { host, isAddress }: Target,
  { ca, signal }: ConnectOptions,
): Promise<Connected | NotConnected> {
  const name = host.replace(/\.$/, "");
  const secured = connectTls({
    socket,
    ...(isAddress ? {} : { servername: name }),
    ...(ca === undefined ? {} : { ca }),
    ALPNProtocols: ["http/1.1"],
    // whatever NODE_TLS_REJECT_UNAUTHORIZED says
    rejectUnauthorized: true,
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
  });
  signal.addEventListener("abort", () => secured.destroy(), { once: true });
  if (await opened(secured, "secureConnect")) return { kind: "connected", socket: secured };
  socket.destroy();
  return { kind: "failed", reason: "tls" };
}

function opened(socket: Socket, event: "connect" | "secureConnect"): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once(event, () => resolve(true));
  // stays: a later error that nobody listens to would end the process
  socket.on("error", () => resolve(false));
  socket.once("close", () => resolve(false));
  return promise;
}
