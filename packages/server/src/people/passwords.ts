import type { FieldError } from "@visoli/contract/errors";
import { COMMON_PASSWORDS } from "./common-passwords.ts";

/** Argon2id, 19 MiB and two rounds: what OWASP asks for at least. Hashing is done beside the event loop. */
const ARGON2 = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

export function hashPassword(password: string): Promise<string> {
  return Bun.password.hash(normal(password), ARGON2);
}

export async function verifyPassword({
  hash,
  password,
}: {
  hash: string;
  password: string;
}): Promise<boolean> {
  return Bun.password.verify(normal(password), hash).catch(() => false);
}

/** What is wrong with a new password of the person, if anything; how long it is has been looked at before. */
export function passwordFaults(
  path: string,
  password: string,
  { email, name, service }: { email: string; name: string; service: string },
): FieldError[] {
  const plain = password.normalize("NFKC").toLowerCase();
  if (isCommon(plain)) return [{ path, code: "too_common", message: "Is one of the passwords tried first" }];
  if (new Set(plain).size < 5)
    return [{ path, code: "too_simple", message: "Has fewer than five different characters" }];
  const own = [email.split("@")[0], email, ...name.split(/\s+/), service, ...service.split("."), "visoli"];
  const part = own.find((word) => isTelling(word) && rest(plain, word).length < 6);
  return part === undefined
    ? []
    : [{ path, code: "too_personal", message: "Is little more than your name or that of the service" }];
}

function isTelling(word: string | undefined): word is string {
  return word !== undefined && word.length >= 3;
}

function rest(password: string, word: string): string {
  const plain = word.normalize("NFKC").toLowerCase();
  return password.includes(plain) ? password.replaceAll(plain, "") : password.padEnd(6, "x");
}

/** Also with digits or signs behind, and with digits that stand for letters. */
function isCommon(password: string): boolean {
  const bare = password.replace(/[^\p{L}]+$/u, "");
  return [password, bare].flatMap((one) => [one, inLetters(one)]).some((one) => COMMON_PASSWORDS.has(one));
}

function inLetters(password: string): string {
  return password.replace(/[0134578@$!]/g, (sign) => LETTERS[sign] ?? sign);
}

const LETTERS: Record<string, string> = {
  ...{ "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", $: "s", "!": "i" },
};

/** The same password typed on another keyboard is the same. */
function normal(password: string): string {
  return password.normalize("NFKC");
}
