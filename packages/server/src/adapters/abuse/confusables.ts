/**
 * Letters that most people take for the plain one, of other scripts and with a stroke or a hook. Those that a keyboard of Western
 * Europe has are not among them (nobody takes ü for u), and a dot or a line under or over a letter is looked for apart.
 */
const LOOKS_LIKE: Record<string, string> = {
  a: "аαɑ⍺",
  b: "ьƅɓᖯ",
  c: "сϲᴄƈҫ",
  d: "ԁɗđɖժ",
  e: "еҽɇ",
  f: "ƒẝք",
  g: "ɡցǥɢɠ",
  h: "һհħɦ",
  i: "іıɩιɪɨ",
  j: "јϳʝյɉ",
  k: "кκƙқ",
  l: "ӏłɫƚɭⅼ",
  m: "ɱм",
  n: "ոηɴƞɲ",
  o: "оοօσɵ೦౦ഠ௦๐໐०",
  p: "рρƿᴘƥ",
  q: "ԛզɋ",
  r: "гᴦɾɼɽɍ",
  s: "ѕʂꜱ",
  t: "τŧƫƭ",
  u: "υսʋᴜ",
  v: "νѵᴠ",
  w: "ԝωɯաᴡ",
  x: "хχҳ",
  y: "уүγყʏƴ",
  z: "ᴢʐƶȥ",
};

/** What a country writes itself: under its own top level the letter is no other one in disguise. */
const AT_HOME: Record<string, string> = {
  az: "ı",
  ba: "đ",
  hr: "đ",
  lt: "ė",
  md: "șț",
  me: "đ",
  mt: "ċġħż",
  pl: "łż",
  ro: "șț",
  rs: "đ",
  si: "đ",
  tr: "ı",
  vn: "ạẹịọụỵđ",
};

const PLAIN = new Map(
  Object.entries(LOOKS_LIKE).flatMap(([plain, others]) =>
    [...others].map((other) => [other, plain] as const),
  ),
);
/** Dots, rings, commas and lines under, over and through a letter. */
const MARKS = "\u0307\u0323\u0324\u0325\u0326\u0331\u0332\u0335-\u0338";
const MARKED = new RegExp(`^([a-z])[${MARKS}]+$`);
const MARK = new RegExp(`^[${MARKS}]$`);

/** The label as a reader in a hurry sees it: each letter that looks like an ASCII one is that, the rest stays. */
export function skeletonOf(label: string, topLevel: string): string {
  const atHome = AT_HOME[topLevel] ?? "";
  const plain = (letter: string) => {
    if (atHome.includes(letter)) return letter;
    if (MARK.test(letter)) return "";
    return MARKED.exec(letter.normalize("NFD"))?.[1] ?? PLAIN.get(letter) ?? letter;
  };
  return [...label.normalize("NFC")].map(plain).join("");
}
