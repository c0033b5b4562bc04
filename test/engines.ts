import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The engines that `npm test` started; undefined means it is missing: `describe.skipIf(!postgresUrl)("PostgreSQL ...")`. */
export const postgresUrl: string | undefined = process.env.TEST_POSTGRES_URL || undefined;
export const clickhouseUrl: string | undefined = process.env.TEST_CLICKHOUSE_URL || undefined;
export const redisUrl: string | undefined = process.env.TEST_REDIS_URL || undefined;

const PREFIX = "visoli-test-";

/** A fresh, empty folder of this process; it is removed when the process has ended. */
export function temporaryFolder(): string {
  const parent = join(tmpdir(), `${PREFIX}${process.pid}`);
  sweep();
  // Others may pass through, not look in: an engine that runs as another user lives in a folder below.
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  process.off("exit", removeOwn);
  process.on("exit", removeOwn);
  return mkdtempSync(join(parent, "/"));
}

function removeOwn(): void {
  rmSync(join(tmpdir(), `${PREFIX}${process.pid}`), { recursive: true, force: true });
}

/** `bun test` tells no one of its exit, so each process also removes what ended ones left behind. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : 0;
    if (pid > 0 && !isAlive(pid)) removeIfFree(join(tmpdir(), name));
  }
}

/** What is still busy (a file system mounted by a test) goes another time. */
function removeIfFree(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {}
}

/** Whether a process of that id exists, be it someone else's. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A port of 127.0.0.1 that nobody listens to at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/**
 * Asks until the answer is truthy, and gives it back. Throws after `timeoutMs` (30 s unless told), with the last error of
 * `check` as the cause.
 */
export async function until<T>(
  check: () => T | Promise<T>,
  options: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const { timeoutMs = 30_000, everyMs = 20 } = options;
  const end = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const answer = await check();
      if (answer) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await Bun.sleep(everyMs);
  } while (performance.now() < end);
  throw new Error(`not within ${timeoutMs} ms: ${cause ?? check}`, { cause });
}
