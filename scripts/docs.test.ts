import { describe, expect, test } from "bun:test";
import { checkErrorPages, checkLock, checkPaths, checkSecurity } from "./docs.ts";

describe("pages of errors", () => {
  test("one for each code and no other", () => {
    expect(
      checkErrorPages(
        ["link.slug_taken", "auth.missing"],
        ["auth.missing.md", "link.slug_taken.md", "README.md"],
      ),
    ).toEqual([]);
    expect(
      checkErrorPages(["link.slug_taken"], ["link.gone.md"]).map((each) => `${each.file}: ${each.reason}`),
    ).toEqual([
      "packages/contract/src/errors.ts: link.slug_taken has no page docs/errors/link.slug_taken.md",
      "docs/errors/link.gone.md: there is no error of that code",
    ]);
  });
});

describe("paths in documents", () => {
  const exists = (path: string) => path === "docs/guides/a.md" || path === "packages/server/src/";

  test("that exist pass, and so does what is no path", () => {
    const text =
      "`docs/guides/a.md` `docs/guides/a.md:12` `docs/guides/a.md#top` `packages/server/src/`\n`docs/errors/<code>.md`";
    expect(
      checkPaths("README.md", `${text} docs/nothing.md \`npm run test/x\` \`test/a b\``, exists),
    ).toEqual([]);
  });

  test("that do not exist fail, with their line", () => {
    expect(checkPaths("README.md", "see\n`.ci/nothing` and `docs/guides/a.md`", exists)).toEqual([
      { file: "README.md", line: 2, reason: ".ci/nothing does not exist" },
    ]);
  });
});

describe("the lock file", () => {
  test("names no address", () => {
    const lock = (resolved: string) => JSON.stringify({ a: { version: "1.0.0", resolved } }, null, 2);
    expect(checkLock("lock", lock("packages/server"))).toEqual([]);
    expect(checkLock("lock", lock("https://example.com/a.tgz"))).toEqual([
      { file: "lock", line: 4, reason: "resolved names an address: https://example.com/a.tgz" },
    ]);
    expect(checkLock("lock", lock("git+https://example.com/a"))).toHaveLength(1);
  });
});

describe("the page on security", () => {
  const read = (path: string) =>
    ({
      "packages/server/src/people/a.test.ts": 'test("is so", ...)',
      "e2e/b.test.ts": "test(`x: is so`)",
    })[path] ?? null;
  const reasons = (text: string) =>
    checkSecurity("s.md", text, read).map(({ line, reason }) => [line, reason]);

  test("names tests that are there, or says why there is none", () => {
    const lines = [
      '| 2.1.1 | long | `people/passwords.ts` | `people/a.test.ts` "is so"; `e2e/b.test.ts` "is so" |',
      ...[
        "| 2.1.2 | short | - | Not met: a reason |",
        "| 2.1.3 | hints | none | Not applicable: no hints |",
        "text",
      ],
    ];
    expect(reasons(lines.join("\n"))).toEqual([]);
  });

  test("that are not, and requirements without any, are found with their line", () => {
    const lines = [
      '| 2.1.1 | x | y | `people/a.test.ts` "is not so" |',
      '| 2.1.2 | x | y | `people/c.test.ts` "is so" |',
      ...["| 2.1.3 | x | y | surely |", "| 2.1.3 | x | y | Not met |"],
    ];
    expect(reasons(lines.join("\n"))).toEqual([
      [1, 'people/a.test.ts has no test "is not so"'],
      [2, "people/c.test.ts does not exist"],
      [3, "2.1.3 names no test"],
      [4, "2.1.3 stands here twice"],
    ]);
  });
});
