import { hashPassword } from "./settings.ts";

/** Each hash holds 64 MiB while it is made. */
const AT_ONCE = 4;

/** The passwords as they are kept, in order, a few at once; undefined where there is none to keep. */
export async function hashPasswords(
  passwords: readonly (string | null | undefined)[],
): Promise<(string | undefined)[]> {
  const hashes: (string | undefined)[] = [];
  let next = 0;
  async function work(): Promise<void> {
    while (next < passwords.length) {
      const place = next++;
      if (passwords[place]) hashes[place] = await hashPassword(passwords[place]);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return hashes;
}
