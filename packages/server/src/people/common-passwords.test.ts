import { expect, test } from "bun:test";
import { dictionary } from "@zxcvbn-ts/language-common";
import { isCommon } from "./common-passwords.ts";
import { leakedPasswords } from "./leaked-passwords.ts";

const ranks = await leakedPasswords();
const LEAKED = dictionary["passwords-common"];

test("whatever is in the list of leaked passwords is refused, in capitals, and with a year behind", () => {
  expect(LEAKED.length).toBeGreaterThan(45_000);
  // Every seventh: of all lengths, from those that are most used to those that are hardly.
  const some = LEAKED.filter((password, at) => at % 7 === 0 && password.length >= 8);
  expect(some.length).toBeGreaterThan(2_000);
  expect(some.filter((password) => !isCommon(password.toUpperCase(), ranks))).toEqual([]);
  expect(some.filter((password) => !isCommon(`${password}2024!`, ranks))).toEqual([]);
});

test("few of them are as long as a password must be here, as the guide says", () => {
  const long = LEAKED.filter(({ length }) => length >= 12).length;
  expect([LEAKED.length, long]).toEqual([49_233, 308]);
});

test("so is what is made of one: repeated, backwards, with digits for letters, with little before and behind", () => {
  const made = [
    "password password",
    "monkey-monkey-monkey",
    "dragon123dragon123!",
    "drowssap1234",
    "M0nk3y!M0nk3y!",
  ];
  for (const password of [
    ...made,
    "$$unsh1ne$$99",
    "P4$$w0rd!!!!",
    "2024_Liverpool",
    "xx-superman-12",
    "sonyericsson",
  ])
    expect([password, isCommon(password, ranks)]).toEqual([password, true]);
});

test("so are two of the most used together, but not two that are seldom, or three", () => {
  for (const password of ["summer-winter", "DragonMonkey12", "Password1 Password2"])
    expect([password, isCommon(password, ranks)]).toEqual([password, true]);
  for (const password of ["dragon battery horse", "dragon contortionist"])
    expect([password, isCommon(password, ranks)]).toEqual([password, false]);
});

test("so are neighbours on the keyboard, in the alphabet and in numbers, and few characters again and again", () => {
  const runs = [
    "qwertyuiop12",
    "abcdefghijkl",
    "poiuytrewq09",
    "abc123xyz789",
    "112233445566778899",
    "qweasdzxcrty",
  ];
  for (const password of [...runs, "dragon1234567890", "xk3vq9xk3vq9"])
    expect([password, isCommon(password, ranks)]).toEqual([password, true]);
});

test("words drawn by dice and characters drawn at random are taken, all but a few in ten thousand", () => {
  const random = generator(20_271_123);
  const draw = (from: ArrayLike<string>, count: number, between = "") =>
    Array.from({ length: count }, () => from[Math.floor(random() * from.length)]).join(between);
  const signs = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&*+-.@";
  const refused = (make: () => string) =>
    Array.from({ length: 2_000 }, make).filter((password) => isCommon(password, ranks));
  expect(refused(() => draw(dictionary["diceware-common"], 4, " "))).toEqual([]);
  expect(refused(() => draw(signs, 16))).toEqual([]);
  expect(refused(() => draw(signs, 12)).length).toBeLessThan(4);
});

/** The same numbers at each run (mulberry32, a generator of the public domain). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
