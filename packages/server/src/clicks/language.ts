import { memoByText } from "../lib/memo.ts";
import { members } from "./step.ts";

const MAX_LANGUAGES = 5_000;

/** The language that the visitor likes best: `de` out of `de-AT,de;q=0.9,en;q=0.8`. */
export function languageStep(): (acceptLanguage: string) => Uint8Array {
  const read = memoByText(MAX_LANGUAGES, (header) =>
    members({ language: /^\s*([a-z]{2,3})\b/i.exec(header)?.[1]?.toLowerCase() ?? "" }),
  );
  return (header) => read(header.slice(0, 100));
}
