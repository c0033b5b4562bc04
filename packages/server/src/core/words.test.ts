import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { LANGUAGES } from "./language.ts";
import { words } from "./words.ts";

const MESSAGES = {
  en: { join: "Join {workspace}", seen: "<b>{count}</b> of {name}", plain: "Plain" },
  de: { join: "Zu {workspace}", seen: "<b>{count}</b> von {name}", plain: "Schlicht" },
} as const;

test("says it in the language, as text or as markup", () => {
  const say = words(MESSAGES, "de");
  expect(say("plain")).toBe("Schlicht");
  expect(say("join", { workspace: "<A & B>" })).toBe("Zu <A & B>");
  expect(say.html("seen", { count: 3, name: '"<i>{count}' })).toBe("<b>3</b> von &quot;&lt;i&gt;{count}");
  expect(words(MESSAGES, "en").html("join", { workspace: "$&" })).toBe("Join $&amp;");
});

const SOURCES = join(import.meta.dir, "..");
const files = [...new Bun.Glob("**/*messages.ts").scanSync({ cwd: SOURCES })].sort();

describe.each(files)("%s", async (file) => {
  const { MESSAGES } = (await import(join(SOURCES, file))) as { MESSAGES: Record<string, unknown> };
  const texts = Object.fromEntries(LANGUAGES.map((language) => [language, flat(MESSAGES[language])]));
  const { en = {}, ...others } = texts;

  test.each(Object.keys(others))("in %s has the same keys, names and markup as in English", (language) => {
    const other = others[language] ?? {};
    expect(Object.keys(en).length).toBeGreaterThan(3);
    expect(Object.keys(other).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) {
      const its = other[key] ?? "";
      expect([key, parts(its)]).toEqual([key, parts(text)]);
      expect([key, its.trim() === its && its !== ""]).toEqual([key, true]);
      // What is as long as a sentence and the same in both was forgotten.
      if (text.split(" ").length > 2) expect([key, its]).not.toEqual([key, text]);
    }
  });
});

test("all rooms that have pages are looked at", () => {
  const rooms = files.map((file) => file.split("/")[0]);
  expect(new Set(rooms)).toEqual(
    new Set([
      "abuse",
      "core",
      "docs",
      "home",
      "members",
      "notifications",
      "people",
      "redirect",
      "shorten",
      "stats",
    ]),
  );
});

/** Every text by its path. */
function flat(value: unknown, path = ""): Record<string, string> {
  if (typeof value === "string") return { [path]: value };
  const entries = Object.entries((value ?? {}) as Record<string, unknown>);
  return Object.assign({}, ...entries.map(([key, each]) => flat(each, `${path}.${key}`)));
}

/** What stands in braces, and tags. */
function parts(text: string): string[] {
  return (text.match(/\{\w+\}|<[^>]+>/g) ?? []).sort();
}
