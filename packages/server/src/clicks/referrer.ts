import { memoByText } from "../lib/memo.ts";
import { members } from "./step.ts";

const MAX_REFERRERS = 20_000;
const MAX_LENGTH = 2_048;

/** The host that the visitor came from, without `www.`; the rest of the address is not kept. */
export function referrerStep(): (referrer: string) => Uint8Array {
  const read = memoByText(MAX_REFERRERS, (referrer) => members({ referrer: hostOf(referrer) }));
  return (referrer) => read(referrer.length > MAX_LENGTH ? "" : referrer);
}

function hostOf(referrer: string): string {
  const url = URL.parse(referrer);
  // An app names itself (android-app://com.slack); its host is its name.
  return url ? url.hostname.replace(/^www\./, "").slice(0, 255) : "";
}
