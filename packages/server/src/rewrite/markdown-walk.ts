import type { Spend } from "./effort.ts";
import type { FindOptions, FoundUrl } from "./found-url.ts";
import type { Range } from "./markdown-html.ts";
import { findTextLinks } from "./text-links.ts";

/** A link or image that the walk is in. */
export type Frame = { kind: "link" | "image"; hasResource?: boolean; label?: string; reference?: string };

/** What the walk over the parser's events knows so far. */
export type Walk = {
  content: string;
  options: FindOptions;
  spend: Spend;
  found: FoundUrl[];
  frames: Frame[];
  definitions: { label: string; found: FoundUrl }[];
  /** Labels that links and images refer to. */
  used: { link: Set<string>; image: Set<string> };
  /** The label of the definition that is being read. */
  label: string;
  /** The lines of the HTML that is being read. */
  island: Range[] | undefined;
  /** Text with no link in it, as far as the parser says. */
  text: Range | undefined;
  /** In code or a definition, whose words are no text. */
  opaque: number;
};

export function newWalk(content: string, options: FindOptions, spend: Spend): Walk {
  return {
    content,
    options,
    spend,
    found: [],
    frames: [],
    definitions: [],
    used: { link: new Set(), image: new Set() },
    label: "",
    island: undefined,
    text: undefined,
    opaque: 0,
  };
}

/** Whether the innermost link or image has an address to replace. */
export function isWanted({ frames, options }: Walk): boolean {
  // What looks like a link in the alternative text of an image is only text.
  if (frames.slice(0, -1).some(({ kind }) => kind === "image")) return false;
  return options.includeImages || frames.at(-1)?.kind !== "image";
}

/** The definitions that are wanted: none that only images use, unless images are wanted, too. */
export function wantedDefinitions({ definitions, options, used }: Walk): FoundUrl[] {
  const wanted = definitions.filter(
    ({ label }) => options.includeImages || used.link.has(label) || !used.image.has(label),
  );
  return wanted.map(({ found }) => found);
}

/** Remembers text outside of links, in one piece as far as it goes. */
export function addText(walk: Walk, { start, end }: Range): void {
  if (walk.frames.length > 0 || walk.opaque > 0) return;
  if (walk.text?.end !== start) addBareLinks(walk);
  walk.text = { start: walk.text?.start ?? start, end };
}

/** After a `[` that opens no link the parser looks for no bare addresses; here they are found. */
export function addBareLinks(walk: Walk): void {
  const { content, text } = walk;
  walk.text = undefined;
  if (text && content.slice(text.start, text.end).includes("://"))
    addAll(walk.found, findTextLinks(content, walk.spend, text.start, text.end));
}

/** As `push(...more)`, which has a limit. */
export function addAll<Each>(list: Each[], more: readonly Each[]): void {
  for (const each of more) list.push(each);
}
