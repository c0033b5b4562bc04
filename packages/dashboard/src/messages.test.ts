import { afterAll, describe, expect, mock, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as real from "./lib/messages.ts";

const SOURCE = import.meta.dir;
type Texts = Record<string, real.Message>;
type Defined = { path: string; en: Texts; de: Texts };

/** Words that are the same in German. */
const SAME = new Set(
  `Bot Bots Browser Conversions Domain Domains Filter Leads Link Links Live Mail Name Parameter Passkey Passkeys Region Route Scans Slug
   Status System Tablet Tag Tags Test Version Wearable Webhook Webhooks
   apple-app-site-association assetlinks.json mailto ms Admin Android ClickHouse iOS Medium Newsletter Phishing Redis Spam Visoli`.split(
    /\s+/,
  ),
);
/** A text of nothing but these needs no words of German: placeholders, signs, figures, abbreviations. */
const NO_WORD = /^(\{\w+\}|[^\p{L}]+|[\p{Lu}\d]{2,}s?)$/u;

/** Everything that was ever said to `defineMessages`, by the files that say it. */
const defined = await readAll();

async function readAll(): Promise<Defined[]> {
  const isBare = !("location" in globalThis);
  // The client of the API is made for the address of the page.
  if (isBare) Object.assign(globalThis, { location: new URL("http://127.0.0.1/") });
  const found: Defined[] = [];
  let path = "";
  mock.module("./lib/messages.ts", () => ({
    ...real,
    defineMessages(en: Texts, de: Texts) {
      found.push({ path: callerOf() ?? path, en, de });
      return { en, de };
    },
  }));
  // Anew, whatever other tests of this process have read before.
  for (path of callers()) await import(`${join(SOURCE, path)}?words`);
  if (isBare) Reflect.deleteProperty(globalThis, "location");
  return found;
}

function callerOf(): string | undefined {
  return /dashboard\/src\/(?!lib\/messages|messages\.test)([\w./-]+\.tsx?)/.exec(
    new Error().stack ?? "",
  )?.[1];
}

function callers(): string[] {
  const paths = [...new Bun.Glob("**/*.{ts,tsx}").scanSync({ cwd: SOURCE })];
  const isCaller = (path: string) => /\bdefineMessages\(\s/.test(readFileSync(join(SOURCE, path), "utf8"));
  return paths.filter((path) => !/\.test\./.test(path) && isCaller(path)).sort();
}

const formsOf = (message: real.Message | undefined): string[] =>
  typeof message === "string" ? [message] : Object.values(message ?? {});
const placeholdersOf = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

afterAll(() => mock.restore());

describe("the texts of the dashboard", () => {
  test("are all found", () => {
    expect(defined.length).toBeGreaterThan(15);
    expect([...new Set(defined.map(({ path }) => path))].sort()).toEqual(callers());
  });

  test.each(defined)(
    "$path: the same keys, plurals and placeholders in English and in German",
    ({ en, de }) => {
      expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
      for (const key of Object.keys(en)) {
        const [english, german] = [en[key], de[key]];
        expect([key, typeof german]).toEqual([key, typeof english]);
        expect([key, Object.keys(german ?? {}).length > 0]).toEqual([key, true]);
        // One form of a plural may leave the number out: "one link"; all forms together may not.
        const asked = (forms: string[]) => placeholdersOf(forms.join(" "));
        expect([key, asked(formsOf(german))]).toEqual([key, asked(formsOf(english))]);
      }
    },
  );

  test.each(defined)("$path: nothing is empty, and nothing was left in English", ({ en, de }) => {
    const left = Object.keys(en).filter((key) => {
      const [english, german] = [formsOf(en[key]), formsOf(de[key])];
      return english.some((text, index) => isLeft(text, german[index] ?? ""));
    });
    expect(left.map((key) => `${key}: ${formsOf(en[key]).join(" / ")}`)).toEqual([]);
  });

  test.each(defined)("$path: German says du", ({ de }) => {
    const formal = Object.entries(de).filter(([, text]) =>
      formsOf(text).some((form) => /[^.!?:] (Sie|Ihnen|Ihr|Ihre[mnrs]?)\b/.test(form)),
    );
    expect(formal).toEqual([]);
  });
});

function isLeft(english: string, german: string): boolean {
  if (english.trim() === "" || german.trim() === "") return true;
  const words = english.split(/[\s(),:]+|\.$/).filter((word) => word !== "");
  return english === german && !words.every((word) => SAME.has(word) || NO_WORD.test(word));
}
