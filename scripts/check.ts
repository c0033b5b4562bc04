import { existsSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dir, "..");

/** Each is a script for Bun with its arguments. */
const CHECKS: { name: string; command: string[] }[] = [
  { name: "format, lint", command: ["node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", "."] },
  { name: "types", command: ["node_modules/typescript/bin/tsc", "-p", "."] },
  { name: "types, pages", command: ["node_modules/typescript/bin/tsc", "-p", "packages/dashboard"] },
  { name: "floors", command: ["scripts/floors.ts"] },
  { name: "docs", command: ["scripts/docs.ts"] },
  { name: "openapi", command: ["scripts/openapi.ts"] },
];

/** Runs a check to its end and says how it went in one line; with all it had to say if it failed. */
async function run({ name, command }: (typeof CHECKS)[number]): Promise<boolean> {
  const start = performance.now();
  const child = Bun.spawn([process.execPath, ...command], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors, exitCode] = await Promise.all([
    child.stdout.text(),
    child.stderr.text(),
    child.exited,
  ]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${exitCode === 0 ? "ok    " : "FAILED"} ${name.padEnd(12)} ${seconds} s`);
  if (exitCode !== 0) console.log(`${output}${errors}`.trimEnd());
  return exitCode === 0;
}

if (import.meta.main) {
  const present = CHECKS.filter(({ command: [path = ""] }) => existsSync(join(ROOT, path)));
  for (const { name } of CHECKS.filter((check) => !present.includes(check))) console.log(`absent ${name}`);
  const results = await Promise.all(present.map(run));
  process.exit(results.every((isGood) => isGood) ? 0 : 1);
}
