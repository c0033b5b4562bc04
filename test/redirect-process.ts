import { openDatabase } from "../packages/server/src/db/open.ts";
import { openRig } from "./redirect.ts";

// A process of its own that serves the redirect over the database in its first argument, a file or a URL. It says its port and lives
// until it is killed: `bun redirect-process.ts DATABASE`.
const [, , place = ""] = process.argv;
const config = place.startsWith("postgres:")
  ? ({ kind: "postgres", url: place } as const)
  : ({ kind: "sqlite", file: place } as const);
const rig = await openRig(await openDatabase(config, console.error), config.kind);
console.log(rig.server.port);
