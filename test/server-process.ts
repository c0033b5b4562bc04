import { chownSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive, temporaryFolder, until } from "./engines.ts";

export type Running = { url: string; stop(): Promise<void> };
export type Missing = { missing: string };
export type User = { uid: number; gid: number };

type Options = {
  /** The command line, given the folder which the process may write to. */
  command: (folder: string) => string[];
  url: string;
  /** Whether it answers by now; may throw. */
  answers: () => Promise<boolean>;
  stopSignal: NodeJS.Signals;
  /** Whom to run it as, if not as ourselves. */
  user?: User | undefined;
  /** Done in the folder before the process starts. */
  prepare?: (folder: string) => Promise<void>;
};

/**
 * Runs a server in a folder of its own until `stop`, which ends the process by its id and removes the folder.
 * Throws with the server's own words if it ends, or does not answer within 30 s.
 */
export async function startServer(options: Options): Promise<Running> {
  const folder = temporaryFolder();
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  try {
    if (options.user) chownSync(folder, options.user.uid, options.user.gid);
    await options.prepare?.(folder);
    const server = await spawnAnswering(options, folder);
    return { url: options.url, stop: () => end(server, options.stopSignal).finally(removeFolder) };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

async function spawnAnswering(options: Options, folder: string): Promise<Bun.Subprocess> {
  const log = Bun.file(join(folder, "server.log"));
  const command = asUser(options.command(folder), options.user);
  const server = Bun.spawn(command, { cwd: folder, stdin: "ignore", stdout: log, stderr: log });
  const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
  try {
    await until(async () => hasEnded() || (await options.answers()), { timeoutMs: 30_000 });
    if (hasEnded()) throw new Error(`it ended with ${server.exitCode ?? server.signalCode}`);
    return server;
  } catch (cause) {
    await end(server, options.stopSignal);
    throw new Error(`${command.join(" ")} does not run: ${cause}\n${await log.text()}`, { cause });
  }
}

/** Runs a command to its end as that user; throws with its output if it fails. */
export async function runAs(user: User | undefined, command: string[], cwd: string): Promise<void> {
  const child = Bun.spawn(asUser(command, user), { cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")} failed\n${output}${errors}`);
}

/** With setpriv (Linux) a server also ends when whoever started it is killed. */
function asUser(command: string[], user: User | undefined): string[] {
  const setpriv = Bun.which("setpriv");
  if (!setpriv) return command;
  const identity = user ? ["--reuid", `${user.uid}`, "--regid", `${user.gid}`, "--clear-groups"] : [];
  return [setpriv, ...identity, "--pdeathsig", "INT", ...command];
}

async function end(server: Bun.Subprocess, signal: NodeJS.Signals): Promise<void> {
  if (isAlive(server.pid)) server.kill(signal);
  const hasEnded = await Promise.race([server.exited.then(() => true), Bun.sleep(10_000).then(() => false)]);
  if (!hasEnded) server.kill("SIGKILL");
  await server.exited;
}
