import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const HERE = import.meta.dir;
const SOURCE = join(HERE, "src");
const TARGET = join(HERE, "dist");
/** Where the server answers what is built. */
const PUBLIC_PATH = "/app/assets/";

/** Bundles the dashboard into `dist/`: `index.html`, and `assets/` with a hash in each name, compressed beside. */
async function build(inputs: string): Promise<void> {
  const folder = mkdtempSync(join(HERE, ".dist-"));
  try {
    mkdirSync(join(folder, "assets"));
    const scripts = [...(await bundle("main.tsx", "esm")), ...(await bundle("theme.ts", "iife"))];
    const outputs = [...scripts, await styleSheet(), await icon()];
    for (const { name, content } of outputs) await writeCompressed(join(folder, "assets", name), content);
    await writeCompressed(join(folder, "index.html"), indexPage(outputs.map(({ name }) => name)));
    await Bun.write(join(folder, "inputs"), inputs);
    // At once: a server beside reads all of the old or all of the new.
    rmSync(TARGET, { recursive: true, force: true });
    renameSync(folder, TARGET);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    // Another build was quicker, of the same sources.
    if (!(error instanceof Error && "code" in error && /^(ENOTEMPTY|EEXIST)$/.test(`${error.code}`)))
      throw error;
  }
}

type Output = { name: string; content: string | Uint8Array };

async function bundle(entry: string, format: "esm" | "iife"): Promise<Output[]> {
  const result = await Bun.build({
    entrypoints: [join(SOURCE, entry)],
    target: "browser",
    format,
    splitting: format === "esm",
    minify: true,
    naming: "[name]-[hash].[ext]",
    publicPath: PUBLIC_PATH,
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return Promise.all(
    result.outputs.map(async (output) => ({ name: basename(output.path), content: await output.text() })),
  );
}

/** What Tailwind makes of the classes that the sources name. */
async function styleSheet(): Promise<Output> {
  // Native code, which an install without optional packages does not have.
  const { compile, optimize } = await import("@tailwindcss/node");
  const { Scanner } = await import("@tailwindcss/oxide");
  const source = await Bun.file(join(SOURCE, "style.css")).text();
  const compiler = await compile(source, { base: SOURCE, onDependency: () => {} });
  const scanner = new Scanner({ sources: [{ base: SOURCE, pattern: "**/*.{ts,tsx}", negated: false }] });
  const { code } = optimize(compiler.build(scanner.scan()), { minify: true });
  return { name: `style-${hash(code)}.css`, content: code };
}

async function icon(): Promise<Output> {
  return { name: "icon.svg", content: await Bun.file(join(SOURCE, "icon.svg")).text() };
}

function indexPage(names: string[]): string {
  const path = (start: string, end: string) => {
    const name = names.find((each) => each.startsWith(start) && each.endsWith(end));
    if (name === undefined) throw new Error(`nothing was built for ${start}`);
    return `${PUBLIC_PATH}${name}`;
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Visoli</title>
<link rel="icon" href="${path("icon", ".svg")}" type="image/svg+xml">
<script src="${path("theme-", ".js")}"></script>
<link rel="stylesheet" href="${path("style-", ".css")}">
<script type="module" src="${path("main-", ".js")}"></script>
</head>
<body>
<div id="root"></div>
<noscript>The dashboard needs JavaScript. Everything it does can be done by the <a href="/docs">API</a>, too.</noscript>
</body>
</html>
`;
}

async function writeCompressed(path: string, content: string | Uint8Array): Promise<void> {
  const bytes = Buffer.from(content);
  await Bun.write(path, bytes);
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  await Bun.write(`${path}.br`, brotli);
  await Bun.write(`${path}.gz`, gzipSync(bytes));
}

const hash = (text: string) => Bun.hash(text).toString(36);

/** Of all that the bundle is made of. */
async function inputsHash(): Promise<string> {
  const packages = join(HERE, "..");
  const glob = new Bun.Glob("{dashboard,sdk,contract}/src/**/*.{ts,tsx,css,svg}");
  const paths = [...glob.scanSync({ cwd: packages })].filter((path) => !/\.test\.tsx?$/.test(path)).sort();
  const others = ["dashboard/build.ts", "../package-lock.json"];
  const hasher = new Bun.CryptoHasher("sha256");
  for (const path of [...paths, ...others]) {
    hasher.update(`${path}\n`).update(await Bun.file(join(packages, path)).arrayBuffer());
  }
  return hasher.digest("hex");
}

/** What is wrong with the sources: `file:line:column message` for each fault that is known to have a place. */
function faultsIn(error: unknown): string[] {
  const faults = error instanceof AggregateError ? error.errors : [error];
  return faults.map((fault: unknown) => {
    const { message = `${fault}`, position } = fault as Partial<BuildMessage>;
    if (!position) return message;
    const { file, line, column } = position;
    return `${relative(join(HERE, "../.."), file)}:${line}:${column} ${message}`;
  });
}

/** Builds what has changed. With `--or-keep` a failure leaves what was built before in its place, or nothing: a server starts in any case. @returns the exit code */
async function main(): Promise<number> {
  const inputs = await inputsHash();
  const built = await Bun.file(join(TARGET, "inputs"))
    .text()
    .catch(() => "");
  if (built === inputs) return 0;
  try {
    await build(inputs);
    return 0;
  } catch (error) {
    console.error(["The dashboard could not be built:", ...faultsIn(error)].join("\n  "));
    if (!process.argv.includes("--or-keep")) return 1;
    console.error(built === "" ? "The service starts without one." : "What was built before stays.");
    return 0;
  }
}

if (import.meta.main) process.exit(await main());
