import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../test/engines.ts";
import { countRun, summary } from "./test-counts.ts";

/** Runs `bun test` over one file of that content and counts. */
async function countOf(content: string): Promise<string> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "a"));
  writeFileSync(
    join(folder, "a/one.test.ts"),
    `import { test, expect, describe } from "bun:test";\n${content}`,
  );
  const report = Bun.file(join(folder, "report.xml"));
  const child = Bun.spawn(
    [process.execPath, "test", "--reporter=junit", `--reporter-outfile=${report.name}`, "./a/one.test.ts"],
    { cwd: folder, stdio: ["ignore", "ignore", "ignore"] },
  );
  const exitCode = await child.exited;
  const text = (await report.exists()) ? await report.text() : undefined;
  return summary(countRun({ files: ["a/one.test.ts"], exitCode, report: text }));
}

describe("countRun, of what bun test really reports", () => {
  test("passed, failed, skipped and to do", async () => {
    const skipped = `describe.skipIf(true)("c", () => { test("d", () => {}); test("e", () => {}); }); test.todo("f");`;
    expect(await countOf(`test("a", () => {}); test("b", () => expect(1).toBe(2)); ${skipped}`)).toBe(
      "1 passed, 1 failed, 3 skipped",
    );
  });

  test.each([
    ["a file that cannot be loaded", `import "./nothing.ts"; test("a", () => {});`],
    ["a file without tests", "export {};"],
    ["a runner that ends early and says all is well", `test("a", () => process.exit(0));`],
    ["a runner that is killed", `test("a", () => { process.kill(process.pid, "SIGKILL"); });`],
  ])("%s is a failure", async (_, content) => {
    expect(await countOf(content)).toBe("0 passed, 1 failed, 0 skipped");
  });

  test("an error outside any test is a failure", async () => {
    expect(await countOf(`test("a", () => {}); describe("b", () => { throw new Error("c"); });`)).toMatch(
      / 1 failed/,
    );
  });
});
