const MAX_BYTES = 4_096;

/** What a form sent: the password ("" where it is not in there), or why the body was not read. */
export type PasswordBody = { password: string } | { refused: "type" | "size" };

/** Reads a body of `application/x-www-form-urlencoded`, of 4 KiB at most, however it is sent. */
export async function readPasswordBody(request: Request): Promise<PasswordBody> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return { refused: "type" };
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BYTES) return { refused: "size" };
  const text = await readUpTo(request, MAX_BYTES);
  return text === null ? { refused: "size" } : { password: new URLSearchParams(text).get("password") ?? "" };
}

async function readUpTo(request: Request, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
