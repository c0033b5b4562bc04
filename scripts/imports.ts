import type { Token } from "./tokens.ts";

export type Import = {
  specifier: string;
  line: number;
  /** How it stands there: `export { a } from` and `export * from` import as well, and so does `import()`. */
  kind: "import" | "dynamic" | "export" | "export type" | "export *";
};

/** Every import of a file, type imports included, with the line it begins at. */
export function importsOf(tokens: Token[]): Import[] {
  const found: Import[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "word" || (token.text !== "import" && token.text !== "export")) continue;
    if (isText(tokens[index - 1], ".")) continue;
    const next = tokens[index + 1];
    const { line } = token;
    if (token.text === "import" && isText(next, "(")) {
      const argument = tokens[index + 2];
      if (argument?.kind === "string") found.push({ specifier: argument.text, line, kind: "dynamic" });
    } else if (token.text === "import" && next?.kind === "string") {
      found.push({ specifier: next.text, line, kind: "import" });
    } else {
      const specifier = specifierAfter(tokens, index + 1);
      if (specifier !== undefined)
        found.push({ specifier, line, kind: kindOf(token, next, tokens[index + 2]) });
    }
  }
  return found;
}

function kindOf(token: Token, next: Token | undefined, afterNext: Token | undefined): Import["kind"] {
  if (token.text === "import") return "import";
  if (isText(next, "*") || (isText(next, "type") && isText(afterNext, "*"))) return "export *";
  return isText(next, "type") ? "export type" : "export";
}

/** The string of `... from "string"`, if only a clause of names stands before it: `type`, `*`, `as`, names and `{ }`. */
function specifierAfter(tokens: Token[], start: number): string | undefined {
  let depth = 0;
  for (let index = start; index < tokens.length; index++) {
    const token = tokens[index];
    const next = tokens[index + 1];
    if (!token) return undefined;
    if (depth === 0 && isText(token, "from") && next?.kind === "string") return next.text;
    if (isText(token, "{")) depth++;
    else if (isText(token, "}")) depth--;
    else if (token.kind === "mark" && token.text !== "," && token.text !== "*") return undefined;
    else if (token.kind === "word" && DECLARATIONS.has(token.text) && depth === 0) return undefined;
  }
  return undefined;
}

const DECLARATIONS = new Set(
  "const let var function class interface enum async abstract declare namespace".split(" "),
);

/** Whether the token is that word or mark, and not a string of that content. */
export function isText(token: Token | undefined, text: string): boolean {
  return token !== undefined && token.kind !== "string" && token.text === text;
}
