import type { FieldError } from "@visoli/contract/errors";
import { isCommon } from "./common-passwords.ts";
import { leakedPasswords } from "./leaked-passwords.ts";

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
export async function passwordFaults(
  path: string,
  password: string,
  { email, name, service }: { email: string; name: string; service: string },
): Promise<FieldError[]> {
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size < 5)
    return [{ path, code: "too_simple", message: "Has fewer than five different characters" }];
  const own = [email.split("@")[0], email, ...name.split(/\s+/), service, ...service.split("."), "visoli"];
  const part = own.find((word) => isTelling(word) && rest(plain, word).length < 6);
  if (part !== undefined) {
    const message = "Is little more than your name or that of the service";
    return [{ path, code: "too_personal", message }];
  }
  if (isCommon(password, await leakedPasswords()))
    return [{ path, code: "too_common", message: "Is one of the passwords tried first, or made of them" }];
  return [];
}

function isTelling(word: string | undefined): word is string {
  return word !== undefined && word.length >= 3;
}

function rest(password: string, word: string): string {
  const plain = word.normalize("NFKC").toLowerCase();
  return password.includes(plain) ? password.replaceAll(plain, "") : password.padEnd(6, "x");
}

/** The same password typed on another keyboard is the same. */
function normal(password: string): string {
  return password.normalize("NFKC");
}
