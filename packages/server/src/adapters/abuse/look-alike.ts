import { domainToUnicode } from "node:url";
import { skeletonOf } from "./confusables.ts";
import { mixesScripts } from "./scripts.ts";

const ASCII = /^[\0-\x7f]*$/;

/** Whether the host (in ASCII, as the URL parser gives it) reads as another: `pаypal.com` with a Cyrillic а. A name in one script is itself. */
export function isLookAlike(host: string): boolean {
  if (!host.includes("xn--")) return false;
  const labels = domainToUnicode(host).split(".");
  const topLevel = labels.at(-1) ?? "";
  return labels.some((label) => {
    if (ASCII.test(label)) return false;
    // пример.рф is as a whole in one script: nobody takes it for a name in Latin letters.
    return mixesScripts(label) || (ASCII.test(topLevel) && ASCII.test(skeletonOf(label, topLevel)));
  });
}
