import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts small texts, each for one purpose: what was sealed for another does not open. */
export type Seal = {
  close(text: string, purpose: string): string;
  open(sealed: string, purpose: string): string;
};

/** AES-256-GCM under a key of the secret and the use (HKDF-SHA-256); sealed texts are base64 of nonce, tag and ciphertext. */
export function createSeal(secret: string, use: string): Seal {
  const key = Buffer.from(hkdfSync("sha256", secret, "", use, 32));
  return {
    close(text, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
    },
    /** @throws where it was not sealed with this key for this purpose */
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed, "base64");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
    },
  };
}
