import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCE = join(import.meta.dir, "src");
const PATHS = [...new Bun.Glob("**/*.{ts,tsx}").scanSync({ cwd: SOURCE })]
  .filter((path) => !/\.test\./.test(path))
  .sort();
const read = (path: string) => readFileSync(join(SOURCE, path), "utf8");

/** What is the same in every language: names of keys, and ours. */
const NO_WORDS = new Set(["Ctrl K", "Esc", "Visoli"]);
/** An example of what to enter, or what programs read. */
const EXAMPLE = /^[\p{L}\d._%@*/:+?=&,…-]+$/u;
/** What is the start of a key: `sk_api_`. */
const CODE = /^\w+_\w*$/;
const SPOKEN = /^\s*"?(?:aria-label|alt|description|hint|label|title)"?: ("(?:[^"\\]|\\.)*"),?$/;
const SHOWN = /^placeholder: ("(?:[^"\\]|\\.)*"),?$/;

/** Texts that people would read as they stand in the source, whatever their language. */
function textsIn(source: string): string[] {
  const lines = new Bun.Transpiler({ loader: "tsx" })
    .transformSync(source.replace(/defineMessages\([\s\S]*?\n\);/g, "0;"))
    .split("\n");
  const found: (string | undefined)[] = [];
  // How far the lists of children are indented that a line is in.
  const lists: number[] = [];
  for (const line of lines) {
    const indent = line.length - line.trimStart().length;
    if (line.trim().startsWith("]") && indent === lists.at(-1)) lists.pop();
    const child = /^\s*children: (.*)$/.exec(line)?.[1] ?? (indent - 2 === lists.at(-1) ? line : "");
    if (/^\s*children: \[$/.test(line)) lists.push(indent);
    // Not what a function is given: that is the key of a text, or a name.
    else if (!child.includes("(")) found.push(...(child.match(/(?<!== )"(?:[^"\\]|\\.)*"/g) ?? []));
    const placeholder = SHOWN.exec(line.trim())?.[1];
    found.push(
      SPOKEN.exec(line)?.[1],
      placeholder && EXAMPLE.test(JSON.parse(placeholder)) ? "" : placeholder,
    );
  }
  const texts = found.flatMap((text) => (text ? [(JSON.parse(text) as string).trim()] : []));
  return texts.filter((text) => /\p{L}{2}/u.test(text) && !NO_WORDS.has(text) && !CODE.test(text));
}

describe("texts", () => {
  test.each([
    ["<p>Hello</p>", "Hello"],
    ["<p>{a} links <b>{c}</b></p>", "links"],
    ["<p><b />{a && 'Done'}</p>", "Done"],
    ["<p>{a ? t('key') : t('other')}</p>", undefined],
    ["<p>{t('key')} · <b>{a}</b></p>", undefined],
    ["<input aria-label='Name' />", "Name"],
    ["<input placeholder='Your name' />", "Your name"],
    ["<input placeholder='https://example.com/a' />", undefined],
    ["<Part title={t('key')} kind='wide' />", undefined],
  ])("%s: %p is found", (jsx, text) => {
    expect(textsIn(`export const a = ${jsx};`)).toEqual(text ? [text] : []);
  });

  test("stand in messages alone, never beside the elements", () => {
    const faulty = PATHS.filter((path) => path.endsWith(".tsx")).flatMap((path) =>
      textsIn(read(path)).map((text) => `${path}: ${text}`),
    );
    expect(faulty).toEqual([]);
    expect(PATHS.length).toBeGreaterThan(100);
  });
});

describe("what is loaded", () => {
  test("of the pages first: the layout and its states alone; any other comes when somebody goes there", () => {
    const source = read("routes.tsx");
    const imported = [...source.matchAll(/^import .*"\.\/pages\/([\w-]+)\.tsx";$/gm)].map(([, name]) => name);
    expect(imported.sort()).toEqual(["layout", "states"]);
    const shown = [...source.matchAll(/\bcomponent: (?!Layout\b)(\w+)/g)].map(([, name]) => name);
    expect(shown.length).toBeGreaterThan(15);
    expect(new Set(shown)).toEqual(new Set(["lazyPage"]));
  });

  test("nothing of another host", () => {
    const ASKS =
      /(?:fetch\(|import\(|src=\{?|srcSet=\{?|from |url\(|new (?:WebSocket|EventSource|Worker|URL)\()\s*["'`](?:https?:|wss?:)?\/\/[^"'`]*/g;
    const files = [...PATHS, "style.css"];
    expect(files.flatMap((path) => read(path).match(ASKS) ?? [])).toEqual([]);
  });

  test("no schemas, nothing made of text, no markup of text", () => {
    for (const path of PATHS) {
      const source = read(path);
      expect([path, source.match(/dangerouslySetInnerHTML|\.innerHTML|\beval\(|new Function\(/g)]).toEqual([
        path,
        null,
      ]);
      expect([path, source.match(/from "zod/g)]).toEqual([path, null]);
    }
  });
});
