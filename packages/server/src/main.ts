import { pino } from "pino";
import { createAppOf, createFetch } from "./app.ts";
import { boot, type Service, type Welcome } from "./boot.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import type { Log } from "./core/ctx.ts";
import { toProblemError } from "./core/failure.ts";
import { problemResponse } from "./core/http.ts";
import { within } from "./lib/within.ts";

/** Who reads a body says how much of it; a stream of links has no end that we set. */
const MAX_BODY_BYTES = Number.MAX_SAFE_INTEGER;
/** Longer than any engine is waited for, so that a slow answer is one, too. */
const IDLE_TIMEOUT_S = 60;
const DRAIN_MS = 15_000;
const CLOSE_MS = 20_000;

const config = readConfigOrExit();
const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
const service = await boot(config, log).catch((error: unknown) => {
  log.fatal({ err: error }, "the service cannot start");
  process.exit(1);
});
const server = listen(config, log, service);
process.stdout.write(welcomeText(config, service.welcome));
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void drain(signal));

function readConfigOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(
      `Visoli cannot start, because of its settings:\n${error.message.replace(/^/gm, "  ")}\n`,
    );
    process.exit(2);
  }
}

function listen({ host, port, publicUrl, role }: Config, log: Log, service: Service) {
  const fetch = createFetch(createAppOf(role, service), service.redirect, service.ctx.domains, role);
  const fail = (error: unknown) => {
    const requestId = service.newRequestId();
    return problemResponse(toProblemError(error, requestId, log), requestId, publicUrl);
  };
  try {
    return Bun.serve({
      hostname: host,
      port,
      fetch,
      error: fail,
      maxRequestBodySize: MAX_BODY_BYTES,
      idleTimeout: IDLE_TIMEOUT_S,
      development: false,
      // Out of development Bun would share a port that is in use, and each process would get a part of the requests.
      reusePort: false,
    });
  } catch (error) {
    // The key was made already, and no later start shows it.
    if (service.welcome) process.stdout.write(welcomeText(config, service.welcome));
    log.fatal({ err: error }, `the service cannot listen on ${host}:${port}`);
    process.exit(1);
  }
}

/** Stops accepting, answers what is in flight, hands the last clicks on, and ends; nobody can hold that up for long. */
async function drain(signal: string): Promise<void> {
  log.info({ signal }, "draining");
  service.drain();
  await within(DRAIN_MS, server.stop()).catch((err: unknown) => log.warn({ err }, "requests were cut off"));
  await within(CLOSE_MS, service.close()).catch((err: unknown) =>
    log.warn({ err }, "an engine did not close"),
  );
  log.info("stopped");
  process.exit(0);
}

function welcomeText({ publicUrl, role }: Config, welcome: Welcome | null): string {
  const what = {
    all: "serves",
    api: "serves the API",
    redirect: "redirects",
    worker: "works in the background",
  };
  if (!welcome) return `Visoli ${what[role]} at ${publicUrl}\n`;
  return `
Visoli serves at ${publicUrl}

This is the first start. Your API key, shown this once:

  ${welcome.apiKey}

Make a short link with it:

  curl ${publicUrl}/api/v1/links \\
    -H 'Authorization: Bearer ${welcome.apiKey}' \\
    -H 'Content-Type: application/json' \\
    -d '{"url": "https://example.com"}'

Set up the login, once: ${publicUrl}/setup/${welcome.setupToken}

`;
}
