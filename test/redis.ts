import { connect } from "node:net";
import { freePort } from "./engines.ts";
import { type Missing, type Running, startServer } from "./server-process.ts";

/** A Redis of its own on a free port of 127.0.0.1, which keeps nothing on disk. */
export async function startRedis(): Promise<Running | Missing> {
  const path = Bun.which("redis-server");
  if (!path) return { missing: "redis-server is not installed" };
  const port = await freePort();
  return startServer({
    url: `redis://127.0.0.1:${port}`,
    stopSignal: "SIGTERM",
    command: (folder) => [
      ...[path, "--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder],
      ...["--save", "", "--appendonly", "no"],
    ],
    answers: () => pongs(port),
  });
}

function pongs(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.on("error", () => resolve(false));
    socket.on("close", () => resolve(false));
    socket.on("data", (data) => {
      resolve(data.toString("latin1") === "+PONG\r\n");
      socket.end();
    });
  });
}
