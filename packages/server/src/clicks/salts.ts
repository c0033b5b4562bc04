import { DAY_MS } from "../lib/time.ts";

/** The salts of today and, before midnight, of tomorrow: by the number of the UTC day since 1970. */
export type Salts = {
  of(atMs: number): string;
  set(dayNumber: number, salt: string): void;
  keepFrom(dayNumber: number): void;
};

/**
 * A day whose salt is not known yet gets a random one of its own: the redirect never waits, and never goes without a salt.
 */
export function createSalts(): Salts {
  const salts = new Map<number, string>();
  return {
    of(atMs) {
      const day = Math.floor(atMs / DAY_MS);
      const known = salts.get(day);
      if (known !== undefined) return known;
      const salt = newSalt();
      salts.set(day, salt);
      return salt;
    },
    set: (dayNumber, salt) => void salts.set(dayNumber, salt),
    keepFrom(dayNumber) {
      for (const day of salts.keys()) if (day < dayNumber) salts.delete(day);
    },
  };
}

/** 128 random bits, hex. */
export function newSalt(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");
}
