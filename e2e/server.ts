import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, isAlive, temporaryFolder, until } from "../test/engines.ts";
import { keepGeoIndex, lendGeoIndex } from "./geo-index.ts";

export const ROOT = join(import.meta.dir, "..");
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;

export type Environment = Record<string, string>;

/** A server as an operator runs it: `npm start`, some variables, a folder. */
export type Server = {
  /** Where it listens; the origin of its short links too, unless PUBLIC_URL is given. */
  url: string;
  port: number;
  dataDir: string;
  /** The key of the first start; "" on any later one. */
  apiKey: string;
  /** The address of the set-up page of the first start; "" on any later one. */
  setupUrl: string;
  stdout(): string;
  stderr(): string;
  /** Whether it has come to its end by itself, or by us. */
  hasEnded(): boolean;
  /** Ends it by SIGTERM, sent to npm as an operator would, and gives the exit code. */
  stop(): Promise<number>;
  /** Ends the process that serves, not npm, by SIGKILL at once. */
  kill(): Promise<void>;
  /** Starts on the same port and folder again, with the same variables and these. */
  restart(env?: Environment): Promise<Server>;
};

type Place = { port: number; dataDir: string };

const launched = new Set<Launched>();

/** Starts a server on a free port and a new folder, unless told which, and waits until it answers. */
export async function startServer(
  options: { env?: Environment; port?: number; dataDir?: string } = {},
): Promise<Server> {
  const place = {
    port: options.port ?? (await freePort()),
    dataDir: options.dataDir ?? join(temporaryFolder(), "data"),
  };
  const env = options.env ?? {};
  if (!options.dataDir) lendGeoIndex(place.dataDir);
  const process = launch(["start"], { ...placeVariables(place), ...env });
  await until(async () => process.hasEnded() || (await fetch(`http://127.0.0.1:${place.port}/healthz`)).ok, {
    timeoutMs: START_TIMEOUT_MS,
  }).catch(() => {});
  if (process.hasEnded()) throw new Error(`the server ended: ${process.stdout()}${process.stderr()}`);
  if (!options.dataDir) keepGeoIndex(place.dataDir);
  return toServer(process, place, env);
}

function placeVariables({ port, dataDir }: Place): Environment {
  const url = `http://127.0.0.1:${port}`;
  return { HOST: "127.0.0.1", PORT: `${port}`, DATA_DIR: dataDir, PUBLIC_URL: url };
}

function toServer(process: Launched, place: Place, env: Environment): Server {
  const first = process.stdout();
  return {
    url: `http://127.0.0.1:${place.port}`,
    ...place,
    apiKey: /sk_api_[0-9A-Za-z]{38}/.exec(first)?.[0] ?? "",
    setupUrl: /https?:\/\/\S+\/setup\/\S+/.exec(first)?.[0] ?? "",
    stdout: process.stdout,
    stderr: process.stderr,
    hasEnded: process.hasEnded,
    stop: process.stop,
    kill: process.kill,
    restart: (more = {}) => startServer({ ...place, env: { ...env, ...more } }),
  };
}

export type Launched = {
  stdout(): string;
  stderr(): string;
  hasEnded(): boolean;
  ended: Promise<number>;
  stop(): Promise<number>;
  kill(): Promise<void>;
};

/** Runs `npm ARGUMENTS` in the root folder; its output goes to files, so that it outlives whoever wrote it. */
export function launch(npmArguments: string[], variables: Environment): Launched {
  const folder = temporaryFolder();
  const [stdout, stderr] = [join(folder, "stdout"), join(folder, "stderr")];
  const [out, err] = [openSync(stdout, "w"), openSync(stderr, "w")];
  const npm = Bun.spawn(["npm", ...npmArguments], {
    cwd: ROOT,
    env: { ...ownEnvironment(), ...variables },
    stdio: ["ignore", out, err],
  });
  closeSync(out);
  closeSync(err);
  const hasEnded = () => npm.exitCode !== null || npm.signalCode !== null;
  const one: Launched = {
    stdout: () => readIfThere(stdout),
    stderr: () => readIfThere(stderr),
    hasEnded,
    ended: npm.exited,
    async stop() {
      npm.kill("SIGTERM");
      const inTime = await Promise.race([npm.exited, Bun.sleep(STOP_TIMEOUT_MS).then(() => null)]);
      if (inTime === null) await one.kill();
      launched.delete(one);
      return inTime ?? -1;
    },
    async kill() {
      await killChild(npm.pid, hasEnded);
      await npm.exited;
      launched.delete(one);
    },
  };
  launched.add(one);
  return one;
}

/** The scripts say `exec bun`, so npm's only child is the process itself; npm ends when its child does. */
async function killChild(npmPid: number, hasEnded: () => boolean): Promise<void> {
  const child = await until(() => hasEnded() || childOf(npmPid), { everyMs: 5 });
  if (typeof child !== "number") return;
  process.kill(child, "SIGKILL");
  await until(() => !isAlive(child), { everyMs: 5 });
}

function childOf(pid: number): number | null {
  return Number(Bun.spawnSync(["pgrep", "-P", `${pid}`]).stdout.toString()) || null;
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** Nothing of the tests' own settings may leak into what they test. */
function ownEnvironment(): Environment {
  const names = ["PATH", "HOME", "TMPDIR", "LANG"];
  const own = names.flatMap((name) => (process.env[name] ? [[name, process.env[name] ?? ""]] : []));
  return { ...Object.fromEntries(own), npm_config_update_notifier: "false" };
}

export type AdminResult = { exitCode: number; stdout: string; stderr: string };

/** Runs `npm run --silent admin -- WORDS` on the server's data, as the README says. */
export async function runAdmin(place: Place, env: Environment, ...words: string[]): Promise<AdminResult> {
  const admin = startAdmin(place, env, ...words);
  const exitCode = await admin.ended;
  launched.delete(admin);
  return { exitCode, stdout: admin.stdout(), stderr: admin.stderr() };
}

/** The same, without waiting for its end. */
export function startAdmin(place: Place, env: Environment, ...words: string[]): Launched {
  return launch(["run", "--silent", "admin", "--", ...words], { ...placeVariables(place), ...env });
}

/** For `afterAll`: ends whatever is left of what this file started. */
export async function endAll(): Promise<void> {
  await Promise.all([...launched].map((one) => one.kill()));
}
