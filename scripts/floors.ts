import { posix } from "node:path";
import { cyclesOf } from "./cycles.ts";
import { type Import, importsOf } from "./imports.ts";
import { placeOf, whyNot } from "./rooms.ts";
import { codeViolations, isTest, MAX_LINES } from "./source-rules.ts";
import { tokensOf } from "./tokens.ts";

/** Paths from the root of the repository, and their content. */
export type Files = Map<string, string>;
export type Violation = { file: string; line: number; reason: string };

/** Checks every file of packages/ against ARCHITECTURE.md and STYLE.md; of others only the length. */
export function checkFloors(files: Files): Violation[] {
  const violations: Violation[] = [];
  const graph = new Map<string, string[]>();
  for (const [file, source] of files) {
    const lines = source.replace(/\n$/, "").split("\n").length;
    if (lines > MAX_LINES) violations.push({ file, line: lines, reason: `past ${MAX_LINES} lines` });
    if (!file.startsWith("packages/")) continue;
    if (!placeOf(file)) violations.push({ file, line: 1, reason: "has no floor in ARCHITECTURE.md" });
    const tokens = tokensOf(source);
    const imports = importsOf(tokens);
    for (const found of [...codeViolations(file, tokens, imports), ...importViolations(file, imports)]) {
      violations.push({ file, ...found });
    }
    graph.set(file, [...new Set(imports.flatMap((each) => resolved(file, each.specifier) ?? []))]);
  }
  for (const cycle of cyclesOf(graph)) {
    violations.push({
      file: cycle[0] ?? "",
      line: 1,
      reason: `import cycle: ${[...cycle, cycle[0]].join(" -> ")}`,
    });
  }
  return violations;
}

function importViolations(file: string, imports: Import[]) {
  return imports.flatMap(({ specifier, line }) => {
    const reason = importViolation(file, specifier);
    return reason ? [{ line, reason }] : [];
  });
}

function importViolation(file: string, specifier: string): string | undefined {
  const from = placeOf(file);
  const target = resolved(file, specifier);
  if (target === undefined) {
    const isAllowed = from?.room !== "contract" || isTest(file) || /^zod(\/|$)/.test(specifier);
    return isAllowed ? undefined : `the contract imports ${specifier}: nothing but zod`;
  }
  if (!/\.[a-z]+$/.test(target)) return `${specifier} has no extension`;
  if (target.startsWith("test/") && isTest(file)) return undefined;
  if (!target.startsWith("packages/")) return `${specifier} is outside packages/`;
  if (isTest(target) && !isTest(file)) return `${specifier} is a test`;
  const to = placeOf(target);
  return from && to ? whyNot(from, to, isTest(file)) : undefined;
}

/** The path an import leads to from the root; undefined if it is not of this repository. */
function resolved(file: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(file), specifier);
  const [scope, name, ...rest] = specifier.split("/");
  if (scope !== "@visoli" || name === undefined) return undefined;
  const path = rest.join("/");
  return `packages/${name}/${path.includes(".") ? path : `src/${path || "index"}.ts`}`;
}

async function readAll(root: string): Promise<Files> {
  const glob = new Bun.Glob("{packages,scripts,bench,e2e,test}/**/*.{ts,tsx}");
  const paths = [...glob.scanSync({ cwd: root })].filter((path) => !path.includes("node_modules/")).sort();
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await Bun.file(`${root}/${path}`).text()] as const)),
  );
}

if (import.meta.main) {
  const files = await readAll(posix.join(import.meta.dir, ".."));
  const violations = checkFloors(files);
  for (const { file, line, reason } of violations) console.log(`${file}:${line}: ${reason}`);
  console.log(`${files.size} files, ${violations.length} violations`);
  process.exit(violations.length > 0 ? 1 : 0);
}
