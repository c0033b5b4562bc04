const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `value` (a whole number from 0 to 2^53) in base 62, padded with zeros to `width`; sorts like the number, byte for byte. */
export function toBase62(value: number, width: number): string {
  let text = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = DIGITS.charAt(rest % 62) + text;
  return text.padStart(width, "0");
}

/** `length` characters drawn evenly from `alphabet` (at most 256 characters) by a cryptographic source. */
export function randomText(length: number, alphabet: string = DIGITS): string {
  const unbiased = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < length) {
    const bytes = crypto.getRandomValues(new Uint8Array(length * 2));
    // By index: an iterator takes seven times as long, and every link and event has an id.
    for (let at = 0; at < bytes.length && text.length < length; at++) {
      const byte = bytes[at] ?? 255;
      if (byte < unbiased) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}
