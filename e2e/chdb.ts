import { createClient } from "@clickhouse/client";
import { createChdbConnection } from "chdb/connection";
import { ROOT } from "./server.ts";

/** Asks an embedded ClickHouse in a folder that nobody has open, in a process of its own; gives back lines of JSON. */
export async function askChdb(path: string, sql: string): Promise<string> {
  const child = Bun.spawn([process.execPath, import.meta.path, path, sql], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  if ((await child.exited) !== 0) throw new Error(err);
  return out;
}

if (import.meta.main) {
  const [path = "", sql = ""] = process.argv.slice(2);
  const client = createClient({ connection: createChdbConnection({ path }) as never });
  const { stream } = await client.exec({ query: sql });
  for await (const chunk of stream) process.stdout.write(chunk);
  await client.close();
}
