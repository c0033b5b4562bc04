// enough of the page to hold its <meta charset>: browsers look through 1024 bytes at first, and go on if there is none
const PRESCAN_BYTES = 4096;
const META_CHARSET = /<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{1,40})/i;

/**
 * The text of a page's bytes, which may end in the middle of a character. The charset is that of the byte order mark,
 * the Content-Type or a <meta>, in this order; without any, UTF-8 if the bytes are that, else windows-1252.
 */
export function decodePage(bytes: Uint8Array, contentType: string): string {
  const declared = /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1];
  const decoder =
    decoderOf(byteOrderMark(bytes)) ?? decoderOf(declared) ?? decoderOf(metaCharset(bytes)) ?? guessed(bytes);
  return decoder.decode(bytes);
}

function byteOrderMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xff && second === 0xfe ? "utf-16le" : undefined;
}

function metaCharset(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, PRESCAN_BYTES)).toString("latin1");
  const label = META_CHARSET.exec(start)?.[1];
  // it was found in bytes of ASCII, so it cannot be true
  return label !== undefined && /^utf-?16/i.test(label) ? "utf-8" : label;
}

function guessed(bytes: Uint8Array): TextDecoder {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return new TextDecoder("utf-8");
  } catch {
    return new TextDecoder("windows-1252");
  }
}

/** Null for a label that nobody knows. */
function decoderOf(label: string | undefined): TextDecoder | null {
  try {
    return label === undefined ? null : new TextDecoder(label as Bun.Encoding);
  } catch {
    return null;
  }
}
