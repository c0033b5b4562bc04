import { decodeDestination, encodeAutolink, encodeDestination } from "./markdown-escape.ts";
import { addRange, findIslandLinks, type Range } from "./markdown-html.ts";
import { normalizeLabel } from "./markdown-labels.ts";
import { addAll, addText, type Frame, isWanted, type Walk } from "./markdown-walk.ts";
import { bareUrl } from "./text-links.ts";

/** `text` is what stands at the range, without the `>` of a quotation between its lines. */
type Handler = (walk: Walk, range: Range, text: () => string) => void;
type Handlers = Partial<Record<string, Handler>>;

/** What to do where a token of micromark begins. */
export const ENTER: Handlers = {
  link: (walk) => void walk.frames.push({ kind: "link" }),
  image: (walk) => void walk.frames.push({ kind: "image" }),
  labelText: (walk, _, text) => update(walk, (frame) => ({ label: frame.label ?? text() })),
  referenceString: (walk, _, text) => update(walk, () => ({ reference: text() })),
  resource: (walk) => update(walk, () => ({ hasResource: true })),
  resourceDestinationString: (walk, range, text) => {
    if (isWanted(walk)) addAll(walk.found, destination(walk, range, text()));
  },
  definition: enterOpaque,
  definitionLabelString: (walk, _, text) => {
    walk.label = normalizeLabel(text());
  },
  definitionDestinationString: (walk, range, text) => {
    const { label } = walk;
    walk.definitions.push(...destination(walk, range, text()).map((found) => ({ label, found })));
  },
  autolinkProtocol: (walk, { start, end }, text) => {
    const isText = walk.frames.some(({ kind }) => kind === "image");
    if (!isText) walk.found.push({ start, end, url: text(), encode: encodeAutolink });
  },
  literalAutolinkHttp: addLiteral,
  literalAutolinkWww: addLiteral,
  htmlFlow: enterIsland,
  htmlText: enterIsland,
  codeFenced: enterOpaque,
  data: addText,
};

/** What to do where a token of micromark ends. */
export const EXIT: Handlers = {
  link: leaveFrame,
  image: leaveFrame,
  definition: leaveOpaque,
  codeFenced: leaveOpaque,
  htmlFlowData: addLine,
  htmlTextData: addLine,
  lineEnding: addLine,
  lineEndingBlank: addLine,
  htmlFlow: leaveIsland,
  htmlText: leaveIsland,
};

function update(walk: Walk, change: (frame: Frame) => Partial<Frame>): void {
  const frame = walk.frames.at(-1);
  if (frame) Object.assign(frame, change(frame));
}

function leaveFrame({ frames, used }: Walk): void {
  const frame = frames.pop();
  if (frame && !frame.hasResource) used[frame.kind].add(normalizeLabel(frame.reference ?? frame.label ?? ""));
}

function destination({ content }: Walk, { start, end }: Range, raw: string) {
  // Where the parser's offsets were not those of the content, nothing would be better than the wrong place.
  if (content.slice(start, end) !== raw) return [];
  return [{ start, end, url: decodeDestination(raw), encode: encodeDestination }];
}

// The parser takes more for a part of a bare address: the rest of a table's row, or of a tag that is none to it,
// and spaces without width.
const BEHIND = /[|>"\u200b\u2060\ufeff]/;

function addLiteral({ content, frames, found }: Walk, { start }: Range, text: () => string): void {
  if (frames.length > 0) return;
  const each = bareUrl(content, start, start + text().length);
  const [url = ""] = each.isMergeTag ? [each.url] : each.url.split(BEHIND, 1);
  found.push({
    ...each,
    end: start + url.length,
    url: /^www\./i.test(url) ? `http://${url}` : url,
  });
}

function enterOpaque(walk: Walk): void {
  walk.opaque++;
}

function leaveOpaque(walk: Walk): void {
  walk.opaque--;
}

function enterIsland(walk: Walk): void {
  walk.island = [];
}

function addLine({ content, island }: Walk, range: Range): void {
  if (island) addRange(content, island, range);
}

function leaveIsland(walk: Walk): void {
  const { content, island, options, spend, found } = walk;
  walk.island = undefined;
  addAll(found, findIslandLinks(content, island ?? [], options, spend));
}
