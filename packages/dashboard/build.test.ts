import { beforeAll, describe, expect, test } from "bun:test";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { temporaryFolder } from "../../test/engines.ts";

const ROOT = join(import.meta.dir, "../..");
const ASSETS = join(import.meta.dir, "dist/assets");
const MAX_FIRST_LOAD_BYTES = 200_000;
const BUILD_MS = 120_000;

type Run = { exitCode: number; stderr: string };
async function build(root: string, words: string[] = []): Promise<Run> {
  const child = Bun.spawn([process.execPath, join(root, "packages/dashboard/build.ts"), ...words], {
    ...{ cwd: root, env: { PATH: process.env.PATH, HOME: process.env.HOME } },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const stderr = await new Response(child.stderr).text();
  return { exitCode: await child.exited, stderr };
}

const index = () => readFileSync(join(ASSETS, "../index.html"), "utf8");
const asset = (name: string) => readFileSync(join(ASSETS, name));
const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

/** What a script imports statically, and what that does, the script itself first. */
function closure(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const imports = new Bun.Transpiler({ loader: "js" }).scanImports(asset(name).toString());
  for (const { kind, path } of imports) if (kind === "import-statement") closure(nameOf(path), found);
  return found;
}

describe("what is built", () => {
  beforeAll(async () => {
    expect(await build(ROOT)).toEqual({ exitCode: 0, stderr: "" });
  }, BUILD_MS);

  test("the first load is at most 200 KB", () => {
    const files = [...index().matchAll(/(?:src|href)="\/app\/assets\/([^"]+)"/g)].map(
      ([, name = ""]) => name,
    );
    expect(files.map((name) => name.replace(/-\w+\./, "."))).toEqual([
      ...["icon.svg", "theme.js", "style.css", "main.js"],
    ]);
    const loaded = new Set(files.flatMap((name) => (name.endsWith(".js") ? [...closure(name)] : [name])));
    const bytes = [...loaded].reduce((sum, name) => sum + gzipSync(asset(name)).length, 0);
    console.log(`the first load is ${(bytes / 1_000).toFixed(1)} KB with gzip, ${loaded.size} files`);
    expect(bytes).toBeLessThanOrEqual(MAX_FIRST_LOAD_BYTES);
    expect(bytes).toBeGreaterThan(50_000);
  });

  test("the charts and the map are no part of it", () => {
    const main = /main-\w+\.js/.exec(index())?.[0] ?? "";
    const scripts = readdirSync(ASSETS).filter((name) => name.endsWith(".js"));
    const first = closure(main);
    for (const mark of ["recharts-", "Topology"]) {
      const holders = scripts.filter((name) => asset(name).includes(mark));
      expect([mark, holders.length > 0, holders.filter((name) => first.has(name))]).toEqual([mark, true, []]);
    }
  });

  test("no script stands in the page, none is made of text, no style is fetched from elsewhere", () => {
    const page = index();
    expect(page.match(/<script(?![^>]*\ssrc="\/app\/assets\/)/g)).toBeNull();
    expect(page.match(/<script[^>]*>[^<]/g)).toBeNull();
    expect(page.match(/\son\w+=|javascript:|<style/g)).toBeNull();
    for (const name of readdirSync(ASSETS)) {
      const text = /\.(js|css)$/.test(name) ? asset(name).toString() : "";
      expect([name, text.match(/\beval\(|\bnew Function\(|@import|url\(["']?(https?:)?\/\//)]).toEqual([
        name,
        null,
      ]);
    }
  });

  test("each file stands there compressed, too", () => {
    const names = readdirSync(ASSETS).filter((name) => !/\.(br|gz)$/.test(name));
    for (const name of names)
      expect([name, existsSync(join(ASSETS, `${name}.br`)), existsSync(join(ASSETS, `${name}.gz`))]).toEqual([
        ...[name, true, true],
      ]);
  });
});

describe("a source that is half-written", () => {
  /** A checkout with nearly nothing in it. */
  function smallRoot(): { root: string; write(name: string, text: string): void } {
    const root = temporaryFolder();
    const source = join(root, "packages/dashboard/src");
    mkdirSync(source, { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
    copyFileSync(join(import.meta.dir, "build.ts"), join(root, "packages/dashboard/build.ts"));
    const write = (name: string, text: string) => writeFileSync(join(source, name), text);
    writeFileSync(join(root, "package-lock.json"), "{}");
    write("main.tsx", "document.title = 'one';\n");
    write("theme.ts", "document.body.hidden = false;\n");
    write("style.css", "b { color: red }\n");
    write("icon.svg", "<svg/>");
    return { root, write };
  }
  const place = "packages/dashboard/src/main.tsx:2:";

  test(
    "is named; a start goes on with what was built before, anything else fails",
    async () => {
      const { root, write } = smallRoot();
      expect(await build(root, ["--or-keep"])).toEqual({ exitCode: 0, stderr: "" });
      const page = join(root, "packages/dashboard/dist/index.html");
      const before = readFileSync(page, "utf8");
      write("main.tsx", "document.title = 'two';\nexport function half( {\n");

      const kept = await build(root, ["--or-keep"]);
      expect(kept.exitCode).toBe(0);
      expect(kept.stderr).toContain(place);
      expect(kept.stderr).toContain("What was built before stays");
      expect(kept.stderr).not.toMatch(/^\s+at /m);
      expect(readFileSync(page, "utf8")).toBe(before);

      const failed = await build(root);
      expect(failed.exitCode).toBe(1);
      expect(failed.stderr).toContain(place);
      expect(readFileSync(page, "utf8")).toBe(before);
      expect(readdirSync(join(root, "packages/dashboard")).sort()).toEqual(["build.ts", "dist", "src"]);

      write("main.tsx", "document.title = 'three';\n");
      expect(await build(root, ["--or-keep"])).toEqual({ exitCode: 0, stderr: "" });
      expect(readFileSync(page, "utf8")).not.toBe(before);
    },
    BUILD_MS,
  );

  test(
    "with nothing built before, names what is missing, and a start goes on without a dashboard",
    async () => {
      const { root, write } = smallRoot();
      write("main.tsx", "\nimport { a } from './nowhere.ts';\nconsole.log(a);\n");
      expect((await build(root)).exitCode).toBe(1);
      const { exitCode, stderr } = await build(root, ["--or-keep"]);
      expect(exitCode).toBe(0);
      expect(existsSync(join(root, "packages/dashboard/dist"))).toBe(false);
      expect(stderr).toContain(place);
      expect(stderr).toContain("nowhere.ts");
    },
    BUILD_MS,
  );
});
