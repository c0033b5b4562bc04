/** SHA-256 of the text, hex. */
export function sha256(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}

/** The first 52 bits of the URL's SHA-256: a whole number that both databases hold exactly. */
export function urlHash(url: string): number {
  return Number.parseInt(sha256(url).slice(0, 13), 16);
}
