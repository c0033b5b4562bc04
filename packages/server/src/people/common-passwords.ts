import type { Ranks } from "./leaked-passwords.ts";

/** Fewer digits and signs than this around a leaked password are soon tried, and no more letters than that. */
const MOST_AROUND = 8;
const MOST_LETTERS_AROUND = 2;
const SHORTEST_CORE = 5;
/** Two of the passwords up to this place are 25 million together. */
const OFTEN_USED = 5_000;
/** So many characters, however often they are repeated, are too few. */
const SHORTEST_REPEATED = 8;
/** No two leaked passwords are longer together. */
const LONGEST_PAIR = 64;

/**
 * Whether a password is leaked, or made of leaked ones in a way that is tried first: in any case, with digits for letters, backwards, with
 * a few digits and signs around it, repeated, two of the most used together; or of characters that are neighbours. Few leaked passwords are
 * as long as ours must be, so that it is mostly the rules which make the list count.
 */
export function isCommon(password: string, ranks: Ranks): boolean {
  const plain = password.normalize("NFKC").toLowerCase();
  if (isRun(plain)) return true;
  for (const core of coresOf(plain)) if (readingsOf(core).some((one) => isTried(one, ranks))) return true;
  return false;
}

function readingsOf(plain: string): string[] {
  const forwards = new Set([plain, inLetters(plain, "i"), inLetters(plain, "l")]);
  return [...forwards].flatMap((one) => [one, [...one].reverse().join("")]);
}

const LETTERS: Record<string, string> = {
  ...{ "0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", $: "s", "+": "t", "(": "c" },
};

function inLetters(plain: string, one: "i" | "l"): string {
  return plain.replace(/[0134578@$!|+(]/g, (sign) => LETTERS[sign] ?? one);
}

function isTried(text: string, ranks: Ranks): boolean {
  if (ranks.has(text)) return true;
  const joined = text.replace(/[^\p{L}\p{N}]+/gu, "");
  const unit = unitOf(joined);
  if (unit.length === joined.length || joined.length < SHORTEST_REPEATED) return isPair(joined, ranks);
  return unit.length < SHORTEST_REPEATED || isCommon(unit, ranks);
}

/** The text itself, and what is left of it without what one easily puts around a word. */
function* coresOf(text: string): Generator<string> {
  for (let head = 0; head <= MOST_AROUND; head++)
    for (let tail = 0; head + tail <= MOST_AROUND; tail++) {
      const core = text.slice(head, text.length - tail);
      const around = text.slice(0, head) + text.slice(text.length - tail);
      if (core.length >= SHORTEST_CORE && countLetters(around) <= MOST_LETTERS_AROUND) yield core;
    }
  const [behind] = /\d{3,}\P{L}*$/u.exec(text) ?? [""];
  const [before] = /^\P{L}*\d{3,}/u.exec(text) ?? [""];
  if (isRun(behind)) yield text.slice(0, text.length - behind.length);
  if (isRun(before)) yield text.slice(before.length);
}

function countLetters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

/** What the text is a repetition of, the last time perhaps in part; the text itself where it is none. */
function unitOf(text: string): string {
  for (let length = 1; length <= text.length / 2; length++)
    if (text.startsWith(text.slice(length))) return text.slice(0, length);
  return text;
}

/** Two of the most used, one behind the other. */
function isPair(text: string, ranks: Ranks): boolean {
  if (text.length > LONGEST_PAIR) return false;
  const isOften = (word: string) => (ranks.get(word) ?? OFTEN_USED) < OFTEN_USED;
  for (let at = 3; at <= text.length - 3; at++)
    if (isOften(text.slice(0, at)) && isOften(text.slice(at))) return true;
  return false;
}

const ORDERS = [
  ...["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"],
  ...["qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qaz", "wsx", "edc", "rfv", "tgb"],
];
const NEIGHBOURS = new Set(
  ORDERS.flatMap((order) =>
    [...order].flatMap((a, at) => (order[at + 1] ? [a + order[at + 1], order[at + 1] + a] : [])),
  ),
);

/** Whether each character is the next or the same again, on keyboards, in the alphabet or in numbers, in pieces of three or more but for one. */
function isRun(text: string): boolean {
  const pieces: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const isNext = text[at] === text[at - 1] || NEIGHBOURS.has(text.slice(at - 1, at + 1));
    if (at > 0 && isNext) pieces.push((pieces.pop() ?? 0) + 1);
    else pieces.push(1);
  }
  return text.length >= 3 && pieces.filter((length) => length < 3).length <= 1;
}
