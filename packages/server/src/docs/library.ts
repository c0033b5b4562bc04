import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type LinkTo, renderMarkdown, titleOf } from "./markdown.ts";

/** A file of `docs/`, by its name without `.md`. */
export type Article = { name: string; title: string; text: string };
export type Library = { guides: Article[]; errors: Article[] };

const FOLDER = join(import.meta.dir, "../../../../docs");
/** What a reader needs first; all others follow by their names. */
const FIRST = ["first-link", "drop-in", "links", "redirects", "statistics", "clicks", "conversions"];

/** The guides and the pages on errors, with the service's own address in their examples. */
export function openLibrary({ publicUrl, domain }: { publicUrl: string; domain: string }): Library {
  const read = (folder: string): Article[] => {
    const path = join(FOLDER, folder);
    const files = existsSync(path) ? readdirSync(path).filter((file) => /^[\w.-]+\.md$/.test(file)) : [];
    return files.sort().map((file) => {
      const text = readFileSync(join(path, file), "utf8")
        .replaceAll("http://localhost:3000", publicUrl)
        .replaceAll("localhost:3000", domain);
      return { name: file.slice(0, -3), title: titleOf(text), text };
    });
  };
  const place = ({ name }: Article) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  const guides = read("guides").sort((a, b) => place(a) - place(b));
  return { guides, errors: read("errors").filter(({ name }) => name !== "README") };
}

/** The article as markup. */
export function articleHtml(article: Article, folder: "guides" | "errors"): string {
  return renderMarkdown(article.text, linkFrom(folder));
}

/** From a file of the folder to what is shown at an address. */
function linkFrom(folder: "guides" | "errors"): LinkTo {
  return (href) => {
    const [path = "", anchor] = href.split("#");
    const resolved = new URL(path, `http://x/${folder}/`).pathname;
    const [, found, name] = /^\/(guides|errors)\/([\w.-]+)\.md$/.exec(resolved) ?? [];
    if (found === undefined) return null;
    const to = name === "README" ? `/docs/${found}` : `/docs/${found}/${name}`;
    return anchor === undefined ? to : `${to}#${anchor}`;
  };
}
