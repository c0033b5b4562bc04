import type { Config } from "../config.ts";
import { invalid } from "../core/errors.ts";

/** Where Stripe leads back to, on this service alone. @throws request.invalid where the path leads elsewhere */
export function returnUrl(
  { publicUrl }: Pick<Config, "publicUrl">,
  path = "/",
  checkout?: "done" | "canceled",
): string {
  const url = URL.parse(path, publicUrl);
  if (url?.origin !== publicUrl)
    throw invalid({ path: "returnPath", code: "not_a_path", message: "Must be a path on this service" });
  if (checkout) url.searchParams.set("checkout", checkout);
  return url.href;
}
