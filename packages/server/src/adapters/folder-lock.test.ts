import { expect, test } from "bun:test";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../../test/engines.ts";
import { lockFolder } from "./folder-lock.ts";

const HOLDER = `
  const { lockFolder } = await import(process.argv[1]);
  // Kept: a lock that nobody can let go of any more is collected, and so let go of.
  globalThis.unlock = lockFolder(process.argv[2]);
  console.log("held");
  setInterval(() => {}, 1000);
`;

test("a folder is one process's until that process is killed", async () => {
  const folder = temporaryFolder();
  const module = join(import.meta.dir, "folder-lock.ts");
  const holder = Bun.spawn([process.execPath, "-e", HOLDER, module, folder], { stdout: "pipe" });
  try {
    await holder.stdout.getReader().read();
    expect(() => lockFolder(folder)).toThrow(/in use by another Visoli process/);
  } finally {
    holder.kill("SIGKILL");
    await holder.exited;
  }
  lockFolder(folder)();
});

test("a lock that was let go of can be taken again", () => {
  const folder = temporaryFolder();
  lockFolder(folder)();
  lockFolder(folder)();
});

test("a lock writes nothing, so that a full disk does not keep the service from starting", () => {
  const folder = temporaryFolder();
  const unlock = lockFolder(folder);
  expect(readdirSync(folder)).toEqual(["lock"]);
  expect(statSync(join(folder, "lock")).size).toBe(0);
  unlock();
});
