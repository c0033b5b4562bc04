import { afterAll, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapFile } from "./map-file.ts";

const directory = await mkdtemp(join(tmpdir(), "map-file-"));
const cacheDir = join(directory, "cache");
const path = join(directory, "data.mmdb");
afterAll(() => rm(directory, { recursive: true }));

/** A user who may write in the cache directory only. */
const map = (file: string) => {
  if (file === path) throw Object.assign(new Error("permission denied"), { code: "EACCES" });
  return Bun.mmap(file);
};

test("maps a file", async () => {
  await writeFile(path, "one");
  expect(Buffer.from(await mapFile(path, { cacheDir })).toString()).toBe("one");
});

test("copies a file that may only be read, once for each version of it", async () => {
  await writeFile(path, "one");
  await mapFile(path, { cacheDir, map });
  const [first] = await readdir(cacheDir);
  expect(Buffer.from(await mapFile(path, { cacheDir, map })).toString()).toBe("one");
  expect(await readdir(cacheDir)).toEqual([first ?? ""]);

  await writeFile(path, "two and more");
  expect(Buffer.from(await mapFile(path, { cacheDir, map })).toString()).toBe("two and more");
  const after = await readdir(cacheDir);
  expect(after).toHaveLength(1);
  expect(after).not.toEqual([first ?? ""]);
});

test("names the file it cannot open", async () => {
  expect(mapFile(join(directory, "missing.mmdb"), { cacheDir })).rejects.toThrow(/missing\.mmdb/);
});
