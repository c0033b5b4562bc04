/** A word or number, the content of a string, or one character of punctuation. Comments, regular expressions and template text are gone. */
export type Token = { kind: "word" | "string" | "mark"; text: string; line: number };

const PIECES: [kind: Token["kind"] | "nothing", pattern: RegExp][] = [
  ["nothing", /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ["word", /[\p{ID_Start}$_#@][\p{ID_Continue}$\u200c\u200d]*/uy],
  ["word", /\d[\w.]*/y],
  // A quote without its like on the same line is no string: an apostrophe in the text of a page, say.
  ["string", /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y],
];
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
/** After these words a slash begins a regular expression; after any other word or a value it divides. */
const BEFORE_VALUE = new Set("return typeof case in of delete void throw new else do await yield".split(" "));

/** Takes TypeScript apart as far as needed to find its statements: what is in a string or a comment is not code. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  /** For each `${` that is open: how many braces are open in it. */
  const holes: number[] = [];
  let position = 0;
  let line = 1;

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = position;
    const text = pattern.exec(source)?.[0];
    if (text) position += text.length;
    return text || undefined;
  }
  function push(kind: Token["kind"], text: string): void {
    tokens.push({ kind, text, line });
  }
  /** Skips template text, up to its end or into the next hole. */
  function skipTemplate(): void {
    line += newlines(take(TEMPLATE_TEXT) ?? "");
    const isHole = source[position] === "$";
    if (isHole) holes.push(0);
    else push("mark", "`");
    position += isHole ? 2 : 1;
  }
  function takeMark(): void {
    const mark = source[position] ?? "";
    position++;
    const depth = holes.at(-1);
    const endsHole = mark === "}" && depth === 0;
    if (endsHole) holes.pop();
    if (endsHole || mark === "`") skipTemplate();
    else push("mark", mark);
    if (endsHole || depth === undefined) return;
    if (mark === "{") holes[holes.length - 1] = depth + 1;
    if (mark === "}") holes[holes.length - 1] = depth - 1;
  }

  while (position < source.length) {
    const piece = takePiece(take);
    if (piece) {
      if (piece.kind === "string") push("string", piece.text.slice(1, -1));
      else if (piece.kind !== "nothing") push(piece.kind, piece.text);
      line += newlines(piece.text);
    } else if (!(source[position] === "/" && beginsValue(tokens.at(-1)) && take(REGEX))) takeMark();
  }
  return tokens;
}

function takePiece(take: (pattern: RegExp) => string | undefined) {
  for (const [kind, pattern] of PIECES) {
    const text = take(pattern);
    if (text) return { kind, text };
  }
  return undefined;
}

function beginsValue(before: Token | undefined): boolean {
  if (!before) return true;
  if (before.kind === "word") return BEFORE_VALUE.has(before.text);
  return before.kind === "mark" && !")]`".includes(before.text);
}

function newlines(text: string): number {
  return text.split("\n").length - 1;
}
