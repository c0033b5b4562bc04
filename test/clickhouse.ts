import { join } from "node:path";
import { freePort } from "./engines.ts";
import { type Missing, type Running, startServer } from "./server-process.ts";

/** A ClickHouse of its own (see `clickhouse-server.ts`), empty, on a free port of 127.0.0.1. */
export async function startClickHouse(): Promise<Running | Missing> {
  const probe = Bun.spawn([process.execPath, "-e", 'await import("chdb")'], {
    cwd: import.meta.dir,
    stdio: ["ignore", "ignore", "ignore"],
  });
  if ((await probe.exited) !== 0) return { missing: "chdb, the in-process ClickHouse, is not installed" };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = join(import.meta.dir, "clickhouse-server.ts");
  return startServer({
    url,
    stopSignal: "SIGTERM",
    command: (folder) => [process.execPath, server, "--port", `${port}`, "--path", join(folder, "data")],
    answers: async () => (await fetch(`${url}/ping`)).ok,
  });
}
