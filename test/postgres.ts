import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { freePort } from "./engines.ts";
import { type Missing, type Running, runAs, startServer, type User } from "./server-process.ts";

/**
 * A PostgreSQL cluster of its own: empty, on a free port of 127.0.0.1, without a password and without fsync. It sorts by
 * the rules of a language (ICU, English), not by bytes, so that a query that relies on the order of bytes is noticed.
 */
export async function startPostgres(): Promise<Running | Missing> {
  const bin = await binaries();
  if (!bin) return { missing: "postgresql is not installed" };
  const user = process.getuid?.() === 0 ? systemUser("postgres") : undefined;
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
  };
  return startServer({
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    user,
    stopSignal: "SIGINT",
    prepare: async (folder) => runAs(user, await initdb(bin, folder), folder),
    command: (folder) => [
      ...[join(bin, "postgres"), "-D", join(folder, "data"), "-p", `${port}`, "-k", folder],
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    answers: () => acceptsQueries(port),
  });
}

/** The folder of the newest installed version. */
async function binaries(): Promise<string | undefined> {
  const found = await Array.fromAsync(
    new Bun.Glob("*/bin/initdb").scan({ cwd: "/usr/lib/postgresql" }),
  ).catch(() => []);
  const newest = found.map((path) => Number.parseInt(path, 10)).sort((a, b) => b - a)[0];
  if (newest !== undefined) return `/usr/lib/postgresql/${newest}/bin`;
  const initdb = Bun.which("initdb");
  return initdb ? join(initdb, "..") : undefined;
}

async function initdb(bin: string, folder: string): Promise<string[]> {
  const path = join(bin, "initdb");
  const hasIcu = (await Bun.$`${path} --help`.text()).includes("--icu-locale");
  const order = hasIcu
    ? ["--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8"]
    : ["--locale=en_US.UTF-8"];
  const rest = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"];
  return [path, "-D", join(folder, "data"), ...order, ...rest];
}

function systemUser(name: string): User {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (!uid || !gid) throw new Error(`postgres does not run as root, and there is no user ${name}`);
  return { uid: Number(uid), gid: Number(gid) };
}

/** Sends the first packet of the protocol (length, version 3.0, user) and looks for an authentication request, "R". */
function acceptsQueries(port: number): Promise<boolean> {
  const body = Buffer.from("\0\x03\0\0user\0postgres\0\0", "latin1");
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(Buffer.concat([length, body])));
    socket.on("error", () => resolve(false));
    socket.on("close", () => resolve(false));
    socket.on("data", (data) => {
      resolve(data.toString("latin1").startsWith("R"));
      socket.end(Buffer.from([0x58, 0, 0, 0, 4]));
    });
  });
}
