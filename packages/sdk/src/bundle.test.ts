import { expect, test } from "bun:test";
import { join } from "node:path";

const MOST_BYTES = 10_240;

test("the client is small in a browser, and brings nothing of the contract's schemas along", async () => {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, "index.ts")],
    target: "browser",
    minify: true,
  });
  const [code = ""] = await Promise.all(outputs.map((output) => output.text()));
  expect(outputs.length).toBe(1);
  expect(code).toContain("/api/v1/links");
  expect(code).not.toMatch(/zod|safeParse|strictObject/i);
  expect(code).not.toMatch(/\brequire\(|from"/);
  expect(Bun.gzipSync(code).length).toBeLessThan(MOST_BYTES);
});
