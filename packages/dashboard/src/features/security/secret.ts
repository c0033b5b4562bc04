/** The secret of an `otpauth:` address, in groups of four to be typed; "" where it has none. */
export function secretOf(uri: string): string {
  const secret = URL.parse(uri)?.searchParams.get("secret") ?? "";
  return secret.replace(/.{4}(?=.)/g, "$& ");
}
