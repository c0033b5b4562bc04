const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";
/** Slugs of one first part. */
export const SLUGS_PER_HEAD = 1_000;

/** Slugs have 7 characters, as the service's own, in two parts that the load generator keeps in tables. */
export function slugAt(index: number): string {
  return slugHead(Math.floor(index / SLUGS_PER_HEAD)) + slugTail(index % SLUGS_PER_HEAD);
}

export function slugHead(index: number): string {
  return scattered(index, 4);
}

export function slugTail(index: number): string {
  return scattered(index, 3);
}

/** Multiplied by a number without a common factor, so that neighbours look nothing alike; no two are the same. */
function scattered(index: number, length: number): string {
  const size = ALPHABET.length ** length;
  let rest = (index * 100_003 + 7_919) % size;
  let text = "";
  for (let at = 0; at < length; at++) {
    text += ALPHABET.charAt(rest % ALPHABET.length);
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}
