import { expect, test } from "bun:test";
import { hashPassword, passwordFaults, verifyPassword } from "./passwords.ts";

const ada = { email: "ada.lovelace@example.com", name: "Ada Lovelace", service: "go.example.com" };
const codeOf = async (password: string) => (await passwordFaults("password", password, ada))[0]?.code ?? null;

test("what is tried first is refused, with digits behind and for letters, in any case", async () => {
  const tried = ["password123", "P@ssw0rd2024!", "Qwertyuiop1", "1234567890", "iloveyou123", "Welcome12345"];
  for (const password of [...tried, "letmein12345", "1q2w3e4r5t6y", "sunshine2023", "adminadmin1"])
    expect([password, await codeOf(password)]).toEqual([password, "too_common"]);
});

test("so is what has hardly any characters, or little more than the person's or the service's name", async () => {
  expect(await codeOf("aaaaaaaaaaaa")).toBe("too_simple");
  expect(await codeOf("abababababab")).toBe("too_simple");
  for (const password of ["lovelace99", "ada.lovelace1", "go.example.com", "visoli-2027", "Lovelace!!42"])
    expect([password, await codeOf(password)]).toEqual([password, "too_personal"]);
});

test("what nobody tries is taken, also where a name is a part of it", async () => {
  for (const password of [
    "a staple of correct horses",
    "lovelace and the looms",
    "Tr9$kq-Wm2zz",
    "пароль из слов",
    "ねこがすきです。とても",
  ])
    expect([password, await codeOf(password)]).toEqual([password, null]);
});

test("a hash fits its password alone, however the keyboard composes it; no hash is wrong, not a failure", async () => {
  const hash = await hashPassword("caf\u00e9 au lait de ville");
  expect(hash).toStartWith("$argon2id$");
  expect(await verifyPassword({ hash, password: "cafe\u0301 au lait de ville" })).toBe(true);
  expect(await verifyPassword({ hash, password: "cafe au lait de ville" })).toBe(false);
  expect(await verifyPassword({ hash: "no hash", password: "x" })).toBe(false);
});
