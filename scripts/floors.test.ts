import { describe, expect, test } from "bun:test";
import { checkFloors } from "./floors.ts";

const SERVER = "packages/server/src";

/** The violations of made-up files; a path without a folder is one of the server's. */
function violations(files: Record<string, string>): string[] {
  const paths = Object.entries(files).map(
    ([path, source]) =>
      [/^(packages|scripts|test)\//.test(path) ? path : `${SERVER}/${path}`, source] as const,
  );
  return checkFloors(new Map(paths)).map(
    ({ file, line, reason }) => `${file.replace(`${SERVER}/`, "")}:${line}: ${reason}`,
  );
}

const importing = (specifier: string) => `import { a } from "${specifier}";\n`;

describe("floors: an import goes down or stays in its room", () => {
  test.each([
    ["links/create.ts", "../core/ctx.ts"],
    ["links/create.ts", "@visoli/contract/link"],
    ["links/create.ts", "./present.ts"],
    ["links/routes.ts", "./create.ts"],
    ["links/routes.test.ts", "../clicks/record.ts"],
    ["redirect/routes.ts", "./decide.ts"],
    ["jobs/relay.ts", "./clock.ts"],
    ["jobs/relay.ts", "../links/create.ts"],
    ["db/links.ts", "./migrations/0001.ts"],
    ["analytics/questions/top.ts", "../client.ts"],
    ["adapters/geo/city.ts", "../mail.ts"],
    ["boot.ts", "./links/routes.ts"],
    ["main.ts", "./boot.ts"],
    ["main.ts", "./app.ts"],
    ["lib/hash.ts", "node:crypto"],
    ["links/create.test.ts", "../clicks/record.ts"],
    ["links/create.test.ts", "../../../../test/engines.ts"],
    ["packages/contract/src/link.ts", "./ids.ts"],
    ["packages/contract/src/link.ts", "zod"],
    ["packages/contract/src/link.test.ts", "bun:test"],
    ["packages/sdk/src/client.ts", "@visoli/contract/link"],
  ])("%s may import %s", (file, specifier) => {
    expect(violations({ [file]: importing(specifier) })).toEqual([]);
  });
});

describe("floors: an import does not go up, sideways or out", () => {
  test.each([
    ["core/ctx.ts", "../links/create.ts", "up"],
    ["links/create.ts", "./routes.ts", "up"],
    ["lib/hash.ts", "../config.ts", "up"],
    ["packages/contract/src/link.ts", "@visoli/server/lib/hash", "up"],
    ["db/links.ts", "../analytics/client.ts", "sideways"],
    ["links/create.ts", "../keys/create.ts", "sideways"],
    ["links/create.ts", "../clicks/record.ts", "sideways"],
    ["redirect/handle.ts", "../clicks/record.ts", "sideways"],
    ["links/routes.ts", "../keys/routes.ts", "sideways"],
    ["links/routes.ts", "../jobs/relay.ts", "sideways"],
    ["boot.ts", "./app.ts", "sideways"],
    ["app.ts", "./boot.ts", "sideways"],
    ["links/routes.ts", "../keys/create.ts", "another noun"],
    ["redirect/routes.ts", "../clicks/record.ts", "another noun"],
    ["links/create.test.ts", "../boot.ts", "up"],
    ["packages/sdk/src/client.ts", "@visoli/server/lib/hash", "sideways"],
    ["packages/contract/src/link.ts", "node:crypto", "nothing but zod"],
    ["links/create.ts", "../../../../test/engines.ts", "outside packages/"],
    ["links/create.ts", "../../../../scripts/tokens.ts", "outside packages/"],
    ["links/create.test.ts", "../../../../scripts/tokens.ts", "outside packages/"],
    ["links/create.ts", "./present.test.ts", "is a test"],
    ["links/create.ts", "./present", "no extension"],
  ])("%s may not import %s: %s", (file, specifier, reason) => {
    const found = violations({ [file]: `\n${importing(specifier)}` });
    expect(found).toHaveLength(1);
    expect(found[0]).toStartWith(`${file}:2: `);
    expect(found[0]).toContain(reason);
  });

  test("a file needs a floor", () => {
    expect(violations({ "stray.ts": "", "config.ts": "", "packages/server/tool.ts": "" })).toEqual([
      "stray.ts:1: has no floor in ARCHITECTURE.md",
      "packages/server/tool.ts:1: has no floor in ARCHITECTURE.md",
    ]);
  });
});

describe("every way to import counts", () => {
  const target = '"../links/create.ts"';
  test.each([
    `import ${target};`,
    `import a from ${target};`,
    `import a, { type b, c as d } from ${target};`,
    `import * as a from ${target};`,
    `import type { A } from ${target};`,
    `import {\n  a,\n  b,\n} from ${target};`,
    `const a = await import(${target});`,
    `type A = import(${target}).A;`,
    `export type { A } from ${target}; export const b = 1;`,
    `const a = \`\${\`\${import(${target})}\`} text\`;`,
    `const a = /["'\`]/; import b from ${target};`,
    `const a = b / 2; import c from ${target}; // "`,
    `const a = 4 / 2; import c from ${target}; const d = 6 / 3;`,
    `const a = \`b\` / 2; import c from ${target}; const d = [6] / 3;`,
    `const text = <p>don't</p>;\nimport b from ${target};`,
  ])("%s", (source) => {
    expect(violations({ "core/ctx.ts": source }).filter((each) => each.endsWith(": up"))).toHaveLength(1);
  });

  test.each([
    `// import a from ${target};`,
    `/* import a from ${target}; */`,
    `const a = 'import b from ${target}';`,
    `const a = \`import b from ${target}\`;`,
    `const a = /import b from ${target.replaceAll("/", "\\/")}/;`,
    `loader.import(${target});`,
    `export const from = ${target};`,
    `export function from() { return ${target}; }`,
  ])("this is no import: %s", (source) => {
    expect(violations({ "core/ctx.ts": source })).toEqual([]);
  });
});

describe("cycles", () => {
  test("within a room are found, type imports included", () => {
    const files = {
      "db/a.ts": importing("./b.ts"),
      "db/b.ts": importing("./c.ts"),
      "db/c.ts": 'import type { A } from "./a.ts";',
    };
    expect(violations(files)).toEqual([
      `db/a.ts:1: import cycle: ${["a", "b", "c", "a"].map((name) => `${SERVER}/db/${name}.ts`).join(" -> ")}`,
    ]);
  });

  test("two ways to the same file are none", () => {
    const both = importing("./c.ts");
    expect(violations({ "db/a.ts": importing("./b.ts") + both, "db/b.ts": both, "db/c.ts": "" })).toEqual([]);
  });
});

describe("the environment", () => {
  const reads = [
    "process.env.A",
    "Bun.env",
    "import.meta.env.A",
    'process["env"]',
    "process?.env",
    `\`\${process.env.A}\``,
  ];
  test.each([
    ...reads.map((read) => `const a = ${read};`),
    "const { env } = process;",
    'import { env } from "node:process";',
  ])("is read by config.ts and tests alone: %s", (source) => {
    expect(violations({ "config.ts": source, "lib/hash.test.ts": source })).toEqual([]);
    expect(violations({ "lib/hash.ts": source })).toEqual([
      "lib/hash.ts:1: reads the environment: only config.ts may",
    ]);
  });

  test("is not read by talking of it", () => {
    const source =
      '// process.env\nconst a = "process.env"; const env = process.argv; const { pid } = process; const { a: b } = meta;';
    expect(violations({ "lib/hash.ts": source })).toEqual([]);
  });
});

describe("classes", () => {
  const reason = "declares a class that is no error";
  test.each([
    "class A {}",
    "export abstract class A<T> extends B<T> {}",
    "const a = class {};",
    "class Errors extends Map {}",
  ])("%s fails", (source) => expect(violations({ "lib/a.ts": source })).toEqual([`lib/a.ts:1: ${reason}`]));

  test.each([
    "class A extends Error {}",
    "export class A extends http.HttpError {}",
    "const a = { class: 1 }; a.class = 2;",
  ])("%s passes", (source) => expect(violations({ "lib/a.ts": source })).toEqual([]));

  test("the SDK client is one", () =>
    expect(violations({ "packages/sdk/src/client.ts": "class Client {}" })).toEqual([]));
});

describe("barrels", () => {
  test.each([
    'export * from "./b.ts";',
    'export * as b from "./b.ts";',
    'export { b } from "./b.ts";',
    'export type { B } from "./b.ts";',
  ])("%s fails", (source) => {
    const found = violations({ "lib/a.ts": source });
    expect(found).toHaveLength(1);
    expect(found[0]).toStartWith("lib/a.ts:1: barrel: ");
  });

  test("passing on a type beside something of its own is none", () => {
    expect(violations({ "lib/a.ts": 'export type { B } from "./b.ts";\nexport const a = 1;' })).toEqual([]);
  });
});

describe("length", () => {
  test("400 lines pass, one more fails, also outside packages/", () => {
    const passing = "\n".repeat(400);
    expect(violations({ "lib/a.ts": passing, "scripts/a.ts": passing })).toEqual([]);
    expect(violations({ "lib/a.ts": `${passing}\n`, "scripts/a.ts": `${passing}\n` })).toEqual([
      "lib/a.ts:401: past 400 lines",
      "scripts/a.ts:401: past 400 lines",
    ]);
  });
});
