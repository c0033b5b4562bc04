/** SHA-256 of the text, hex. */
export function sha256(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}

/** The first 52 bits of the URL's SHA-256: a whole number that both databases hold exactly. */
export function urlHash(url: string): number {
  const digest = new Uint8Array(32);
  Bun.SHA256.hash(url, digest);
  const view = new DataView(digest.buffer);
  return view.getUint32(0) * 2 ** 20 + (view.getUint32(4) >>> 12);
}
