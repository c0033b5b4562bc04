import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html, parseFragment, type Token } from "parse5";
import { type Spend, tooComplex } from "./effort.ts";

export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type VisitElement = (element: HtmlElement, location: Token.ElementLocation) => void;

const ELEMENT_EFFORT = 250;
// Browsers stop nesting at 512; the parser's scans for what is open grow with the depth.
const MAX_DEPTH = 5_000;

/**
 * Calls back for every start tag that the HTML standard makes an element of, with its place in the source.
 * More than once for one that the standard copies. @throws request.invalid where there is too much of it
 */
export function visitHtmlElements(source: string, visit: VisitElement, spend: Spend): void {
  // As the inside of a body, for there no tag makes the parser drop what follows; a whole document
  // is read as well, without the tags that a body cannot hold.
  const body = defaultTreeAdapter.createElement("body", html.NS.HTML, []);
  const treeAdapter = treelessAdapter(visit, spend);
  // Without scripts, or what is inside <noscript> would be text.
  parseFragment(body, source, { treeAdapter, sourceCodeLocationInfo: true, scriptingEnabled: false });
}

/** Builds no tree: nothing has to be walked, moved or kept. */
function treelessAdapter(visit: VisitElement, spend: Spend): typeof defaultTreeAdapter {
  let depth = 0;
  const nothing = () => {};
  const adapter: typeof defaultTreeAdapter & Hooks = {
    ...defaultTreeAdapter,
    appendChild: nothing,
    insertBefore: nothing,
    insertText: nothing,
    insertTextBefore: nothing,
    detachNode: nothing,
    adoptAttributes: nothing,
    getNodeSourceCodeLocation: () => undefined,
    updateNodeSourceCodeLocation: nothing,
    getChildNodes: () => [],
    createElement(tagName, namespace, attributes) {
      spend(ELEMENT_EFFORT);
      return defaultTreeAdapter.createElement(tagName, namespace, attributes);
    },
    setNodeSourceCodeLocation(node, location) {
      if (node && location && "attrs" in node && "startTag" in location) visit(node, location);
    },
    onItemPush() {
      if (++depth > MAX_DEPTH) throw tooComplex();
    },
    onItemPop() {
      depth--;
    },
  };
  return adapter;
}

type Hooks = { onItemPush: () => void; onItemPop: () => void };
