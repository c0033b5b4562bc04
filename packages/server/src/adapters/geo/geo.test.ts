import { afterAll, expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { openGeo } from "./geo.ts";
import { noNetwork } from "./network.ts";
import { findPackage } from "./packages.ts";
import { nowhere } from "./place.ts";

const cacheDir = await mkdtemp(join(tmpdir(), "geo-"));
const geo = await openGeo({ cacheDir });
afterAll(() => rm(cacheDir, { recursive: true }));

const cityInstalled = geo.sources.city !== null;
const asnInstalled = geo.sources.asn !== null;

test.skipIf(!cityInstalled)("knows where some addresses are", () => {
  expect(geo.place("8.8.8.8")).toMatchObject({ continent: "NA", country: "US", region: "California" });
  expect(geo.place("81.2.69.160")).toMatchObject({ continent: "EU", country: "GB", city: "London" });
  expect(geo.place("2001:4860:4860::8888").continent).toBe("NA");
  expect(geo.place("2a02:8109::1")).toMatchObject({ continent: "EU", country: "DE" });
});

test.skipIf(!cityInstalled || !asnInstalled)("answers with the same object for the same record", () => {
  expect(geo.place("8.8.8.8")).toBe(geo.place("::ffff:8.8.8.8"));
  expect(geo.place("8.8.8.8")).toBe(geo.place("8.8.8.9"));
  expect(geo.place("2a02:8109::1")).toBe(geo.place("2a02:8109:0::2"));
  expect(geo.network("8.8.8.8")).toBe(geo.network("::ffff:808:808"));
  expect(geo.network("8.8.8.8")).toBe(geo.network("2001:4860:4860::8888"));
  expect(geo.network("8.8.8.8")).toEqual({ asn: 15169, name: "Google LLC", domain: "", type: "" });
});

test.each([
  "10.1.2.3",
  "127.0.0.1",
  "192.168.0.1",
  "::1",
  "fe80::1",
  "fd00::1",
  "::ffff:10.0.0.1",
  "",
  "nonsense",
])("%p is nowhere", (address) => {
  expect(geo.place(address)).toBe(nowhere);
  expect(geo.network(address)).toBe(noNetwork);
});

test("never throws, whatever the text", () => {
  const piece = fc.constantFrom(
    ":",
    "::",
    ".",
    "ffff",
    "0",
    "1",
    "255",
    "256",
    "g",
    "%",
    "[",
    "]",
    " ",
    "2001",
    "-",
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 20 }).map((parts) => parts.join("")),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.oneof(text, fc.ipV4(), fc.ipV6()), (address) => {
      expect(typeof geo.place(address).country).toBe("string");
      expect(typeof geo.network(address).asn).toBe("number");
    }),
    { numRuns: 3_000 },
  );
});

test("packages that are not installed leave the answers empty", async () => {
  const bare = await openGeo({ cacheDir }, async () => null);
  expect(bare.sources).toEqual({ city: null, asn: null });
  expect(bare.place("8.8.8.8")).toBe(nowhere);
  expect(bare.network("8.8.8.8")).toBe(noNetwork);
  expect(await findPackage("@ip-location-db/no-such-package")).toBeNull();
});

test("a given file that cannot be opened is named", async () => {
  expect(openGeo({ cacheDir, cityFile: "/nowhere/city.mmdb" })).rejects.toThrow("/nowhere/city.mmdb");
  const asnFile = join(cacheDir, "text.mmdb");
  await writeFile(asnFile, "no database");
  expect(openGeo({ cacheDir, asnFile })).rejects.toThrow(asnFile);
});

test("knows nothing once it is closed", async () => {
  const closed = await openGeo({ cacheDir });
  closed.close();
  expect(closed.place("8.8.8.8")).toBe(nowhere);
  expect(closed.network("8.8.8.8")).toBe(noNetwork);
});

test.skipIf(!asnInstalled)("a damaged or truncated index is built anew", async () => {
  const name = (await readdir(cacheDir)).find((file) => file.endsWith(".index"));
  const path = join(cacheDir, name ?? "");
  const intact = await readFile(path);
  const damaged = Buffer.from(intact);
  damaged.writeUInt8(damaged.readUInt8(5_000_000) ^ 1, 5_000_000);
  await rm(path);
  await writeFile(path, damaged);
  expect((await openGeo({ cacheDir })).network("8.8.8.8").asn).toBe(15169);
  expect((await readFile(path)).equals(intact)).toBe(true);

  await rm(path);
  await writeFile(path, intact);
  await truncate(path, 1_000_000);
  await writeFile(join(cacheDir, "asn-older-version.index"), "old");
  expect((await openGeo({ cacheDir })).network("8.8.8.8").asn).toBe(15169);
  expect((await readdir(cacheDir)).filter((file) => file.startsWith("asn-"))).toEqual([name ?? ""]);
});
