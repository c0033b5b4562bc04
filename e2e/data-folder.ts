import { Database } from "bun:sqlite";
import { join } from "node:path";
import { pino } from "pino";
import { bootOperator } from "../packages/server/src/boot.ts";
import { readConfig } from "../packages/server/src/config.ts";
import { insertWorkspace } from "../packages/server/src/db/workspaces.ts";
import { createKey } from "../packages/server/src/keys/create.ts";
import type { Server } from "./server.ts";

/** For what the API has no way to do: reads or writes the database of a server that is stopped. */
export function inDatabase<Value>({ dataDir }: Server, work: (database: Database) => Value): Value {
  const database = new Database(join(dataDir, "visoli.db"));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Stops the server, writes that these domains are proven (there is no DNS to prove it with), and starts it again. */
export async function verifyDomains(server: Server, hosts: string[]): Promise<Server> {
  await server.stop();
  inDatabase(server, (database) => {
    const update = database.query("update domains set verified_at = ?, checked_at = ? where host = ?");
    for (const host of hosts) update.run(Date.now(), Date.now(), host);
  });
  return server.restart();
}

/** A key of a workspace beside the one that the first start made. The API makes none, so this works on the data as the command line does. */
export async function keyOfAnotherWorkspace({ dataDir, url }: Server): Promise<string> {
  const config = readConfig({ DATA_DIR: dataDir, PUBLIC_URL: url });
  const { ctx, close } = await bootOperator(config, pino({ level: "silent" }));
  try {
    const { id } = await insertWorkspace(ctx.db, "Another", Date.now());
    return (await createKey(ctx, { kind: "operator", workspaceId: id }, { name: "Another's" })).key;
  } finally {
    await close();
  }
}
