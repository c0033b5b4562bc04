import { problem } from "./errors.ts";

/** The entity tag of a version. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** Somebody else's write came between reading the link and writing it. */
export function changedMeanwhile() {
  return problem(
    "link.version_mismatch",
    "The link was changed by somebody else at the same moment; read it again",
  );
}

/** Lets a write go on if the caller saw this version, or did not ask. @throws link.version_mismatch (or the same of another noun) */
export function checkIfMatch(
  ifMatch: string | undefined,
  version: number,
  noun: "link" | "domain" | "webhook" | "key" = "link",
): void {
  if (ifMatch === undefined || ifMatch.trim() === "*") return;
  const seen = ifMatch.split(",").map((tag) => tag.trim());
  if (!seen.includes(etagOf(version)))
    throw problem(
      `${noun}.version_mismatch`,
      `The ${noun} is at version ${etagOf(version)} now; read it again`,
    );
}
