import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Finding = { file: string; line: number; reason: string };

/** Every error has its page in docs/errors/, and every page its error. */
export function checkErrorPages(codes: string[], pages: string[]): Finding[] {
  const missing = codes.filter((code) => !pages.includes(`${code}.md`));
  const stray = pages.filter((page) => page !== "README.md" && !codes.includes(page.replace(/\.md$/, "")));
  return [
    ...missing.map((code) => ({
      file: ERRORS,
      line: 1,
      reason: `${code} has no page docs/errors/${code}.md`,
    })),
    ...stray.map((page) => ({
      file: `docs/errors/${page}`,
      line: 1,
      reason: "there is no error of that code",
    })),
  ];
}

/** Every path in backticks exists: what begins with a folder of ours, and holds no placeholder or blank. */
export function checkPaths(file: string, text: string, exists: (path: string) => boolean): Finding[] {
  return text.split("\n").flatMap((content, index) => {
    const quoted = [...content.matchAll(/`([^`]+)`/g)].map(([, inner = ""]) => inner);
    const paths = quoted.filter((inner) =>
      /^(packages|docs|scripts|bench|e2e|test|\.ci)\/[\w./@-]*(:\d+|#[\w-]*)?$/.test(inner),
    );
    const absent = paths.filter((path) => !exists(path.replace(/[:#].*$/, "")));
    return absent.map((path) => ({ file, line: index + 1, reason: `${path} does not exist` }));
  });
}

const NO_TEST = /^(Not met|Not applicable|No test)/;

/**
 * Each line of the tables in docs/security.md (`| 2.1.1 | ...`) stands there once and ends with tests, or with why there is none; each test that
 * is named (`people/x.test.ts` "what it is called") is in its file. `read` gives a file's text, null where it is not there.
 */
export function checkSecurity(file: string, text: string, read: (path: string) => string | null): Finding[] {
  const seen = new Set<string>();
  return text.split("\n").flatMap((content, index) => {
    const [, number = ""] = /^\| (\d+\.\d+\.\d+) \|/.exec(content) ?? [];
    const cited = [...content.matchAll(/`([\w./-]+\.test\.ts)` "([^"]+)"/g)];
    const last =
      content
        .replace(/\s*\|\s*$/, "")
        .split(" | ")
        .at(-1) ?? "";
    const isRow = number !== "";
    const reasons = [
      ...(isRow && seen.has(number) ? [`${number} stands here twice`] : []),
      ...(isRow && cited.length === 0 && !NO_TEST.test(last) ? [`${number} names no test`] : []),
      ...cited.flatMap(([, path = "", title = ""]) => {
        const tests = read(
          /^(e2e|scripts|packages|test)\//.test(path) ? path : `packages/server/src/${path}`,
        );
        if (tests === null) return [`${path} does not exist`];
        return tests.includes(`"${title}"`) || tests.includes(`${title}\``)
          ? []
          : [`${path} has no test "${title}"`];
      }),
    ];
    seen.add(number);
    return reasons.map((reason) => ({ file, line: index + 1, reason }));
  });
}

/** The lock file names no address: whoever installs takes packages from the registry that they have set. */
export function checkLock(file: string, text: string): Finding[] {
  return text.split("\n").flatMap((content, index) => {
    const address = /"resolved":\s*"([^"]*https?:[^"]*)"/.exec(content)?.[1];
    return address ? [{ file, line: index + 1, reason: `resolved names an address: ${address}` }] : [];
  });
}

const ROOT = join(import.meta.dir, "..");
const ERRORS = "packages/contract/src/errors.ts";

async function errorCodes(): Promise<string[]> {
  const module: { ERRORS?: Record<string, unknown> } = await import(join(ROOT, ERRORS));
  return Object.keys(module.ERRORS ?? {});
}

/** What is generated (the folders in .gitignore) need not be there. */
async function existing(): Promise<(path: string) => boolean> {
  const ignored = (await read(".gitignore")).split("\n").filter((line) => line.endsWith("/"));
  return (path) => ignored.some((folder) => path.startsWith(folder)) || existsSync(join(ROOT, path));
}

function scan(pattern: string): string[] {
  return [...new Bun.Glob(pattern).scanSync({ cwd: ROOT })].sort();
}

function read(path: string): Promise<string> {
  return Bun.file(join(ROOT, path)).text();
}

function textOf(path: string): string | null {
  return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), "utf8") : null;
}

async function checkAll(): Promise<Finding[]> {
  const exists = await existing();
  const pages = scan("docs/errors/*.md").map((path) => path.slice("docs/errors/".length));
  const findings = [
    ...checkErrorPages(await errorCodes(), pages),
    ...checkLock("package-lock.json", await read("package-lock.json")),
  ];
  const security = "docs/security.md";
  findings.push(...checkSecurity(security, await read(security), textOf));
  for (const file of scan("{README.md,ARCHITECTURE.md,STYLE.md,docs/**/*.md}")) {
    findings.push(...checkPaths(file, await read(file), exists));
  }
  return findings;
}

if (import.meta.main) {
  const findings = await checkAll();
  for (const { file, line, reason } of findings) console.log(`${file}:${line}: ${reason}`);
  process.exit(findings.length > 0 ? 1 : 0);
}
