import { type Import, isText } from "./imports.ts";
import type { Token } from "./tokens.ts";

export const MAX_LINES = 400;

type Found = { line: number; reason: string };

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

/** What the code itself may not hold: reading the environment, classes, barrels. */
export function codeViolations(file: string, tokens: Token[], imports: Import[]): Found[] {
  const isConfig = file === "packages/server/src/config.ts";
  // The client that is handed to others is the one class that is no error (STYLE.md).
  const isClient = file.startsWith("packages/sdk/");
  return [
    ...(isConfig || isTest(file) ? [] : environmentReads(tokens, imports)),
    ...(isClient ? [] : classes(tokens)),
    // What others import is in one place: a package's entry alone.
    ...(/^packages\/[\w-]+\/src\/index\.ts$/.test(file) ? [] : barrels(tokens, imports)),
  ];
}

/** `process.env`, `process?.env`, `process["env"]`, `const { env } = process`, and the same of Bun and import.meta. */
function environmentReads(tokens: Token[], imports: Import[]): Found[] {
  const reads = tokens.filter((token, index) => {
    if (token.kind !== "word" || !/^(process|Bun|meta)$/.test(token.text)) return false;
    const [first, second] = tokens.slice(index + 1).filter((each) => !isText(each, "?"));
    if (isText(first, ".") || isText(first, "[")) return second?.text === "env";
    const isTakenApart = isText(tokens[index - 1], "=") && isText(tokens[index - 2], "}");
    const start = tokens.findLastIndex((each, at) => at < index && isText(each, "{"));
    return isTakenApart && tokens.slice(start, index).some((each) => isText(each, "env"));
  });
  const named = imports.filter(({ specifier, line }) => {
    const isProcess = /^(node:)?process$/.test(specifier);
    return isProcess && tokens.some((token) => token.line === line && isText(token, "env"));
  });
  const reason = "reads the environment: only config.ts may";
  return [...reads, ...named].map(({ line }) => ({ line, reason }));
}

function classes(tokens: Token[]): Found[] {
  return tokens.flatMap((token, index) => {
    if (!isText(token, "class") || isText(tokens[index - 1], ".")) return [];
    const next = tokens[index + 1];
    // `class` as the name of a property, a method or an attribute.
    if (next?.kind !== "word" && !isText(next, "{")) return [];
    const header = tokens.slice(
      index + 1,
      tokens.findIndex((each, at) => at > index && isText(each, "{")),
    );
    const parent = header.findIndex((each) => isText(each, "extends"));
    const names = header.slice(parent + 1).filter((each) => each.kind === "word");
    const isError = parent !== -1 && names.some((each) => each.text.endsWith("Error"));
    return isError ? [] : [{ line: token.line, reason: "declares a class that is no error" }];
  });
}

function barrels(tokens: Token[], imports: Import[]): Found[] {
  const passedOn = imports.filter((each) => each.kind === "export" || each.kind === "export *");
  const found = passedOn.map(({ line, kind }) => ({
    line,
    reason: `barrel: ${kind === "export *" ? "export * from" : "export { } from"}`,
  }));
  const exports = tokens.filter(
    (token, index) => isText(token, "export") && !isText(tokens[index - 1], "."),
  ).length;
  const types = imports.filter((each) => each.kind === "export type");
  const isOnlyTypes = types.length > 0 && exports === types.length;
  return isOnlyTypes
    ? [...found, { line: types[0]?.line ?? 1, reason: "barrel: passes on and adds nothing" }]
    : found;
}
