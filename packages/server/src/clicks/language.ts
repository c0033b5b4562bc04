import { preferredLanguage } from "../lib/accept-language.ts";
import { memoByText } from "../lib/memo.ts";
import { members } from "./step.ts";

const MAX_LANGUAGES = 5_000;
/** No browser sends more. */
const MAX_LENGTH = 500;

/** The language that the visitor likes best, by the header's q-values as rules see it: `de` out of `en;q=0.8,de-AT`. */
export function languageStep(): (acceptLanguage: string) => Uint8Array {
  const read = memoByText(MAX_LANGUAGES, (header) => members({ language: primaryOf(header) }));
  return (header) => read(header.length > MAX_LENGTH ? header.slice(0, MAX_LENGTH) : header);
}

/** Two or three letters (ISO 639); longer ones are not in use. */
function primaryOf(header: string): string {
  const primary = preferredLanguage(header).split("-", 1)[0] ?? "";
  return primary.length === 2 || primary.length === 3 ? primary : "";
}
