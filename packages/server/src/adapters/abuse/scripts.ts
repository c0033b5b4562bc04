/** Scripts of domain names; a letter of none of them is of a rare script, all of which count as one. */
const SCRIPTS = (
  "Latin Cyrillic Greek Armenian Georgian Hebrew Arabic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam " +
  "Sinhala Thai Lao Tibetan Myanmar Khmer Ethiopic Cherokee Mongolian Han Hiragana Katakana Bopomofo Hangul"
)
  .split(" ")
  .map((name) => ({ name, letter: new RegExp(`\\p{Script=${name}}`, "u") }));
/** Digits, the hyphen, marks: they go with every script. */
const COMMON = /[\p{Script=Common}\p{Script=Inherited}]/u;

/** Scripts that are written together, as Unicode's rules for identifiers have it ("highly restrictive"). */
const TOGETHER = ["Latin Han Hiragana Katakana", "Latin Han Bopomofo", "Latin Han Hangul"].map(
  (names) => new Set(names.split(" ")),
);

/** Whether the label has letters of scripts that nobody writes together. */
export function mixesScripts(label: string): boolean {
  const used = new Set<string>();
  for (const letter of label) if (!COMMON.test(letter)) used.add(scriptOf(letter));
  return used.size > 1 && !TOGETHER.some((together) => used.isSubsetOf(together));
}

function scriptOf(letter: string): string {
  return SCRIPTS.find((script) => script.letter.test(letter))?.name ?? "rare";
}
