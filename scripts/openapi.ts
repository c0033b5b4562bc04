import { join } from "node:path";
import { createApp, describeApi } from "../packages/server/src/app.ts";
import { readConfig } from "../packages/server/src/config.ts";

// `packages/contract/openapi.json` out of the routes; with --write it is written, without it compared.

const FILE = join(import.meta.dir, "../packages/contract/openapi.json");

// No handler runs here, so the routes need the settings alone of what they close over.
const ctx = { config: readConfig({}), visitors: { secret: "" }, mail: { isOn: false } };
const app = createApp({ ctx, engines: {}, metrics: {}, newRequestId: () => "" } as never);
const generated = `${JSON.stringify(describeApi(app), null, 2)}\n`;

if (process.argv.includes("--write")) {
  await Bun.write(FILE, generated);
} else if ((await Bun.file(FILE).text()) !== generated) {
  process.stderr.write("packages/contract/openapi.json is not what the routes say; run `npm run openapi`\n");
  process.exit(1);
}
