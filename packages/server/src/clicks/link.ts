import type { Visit } from "../core/visit.ts";
import type { ByteBuffer } from "../lib/byte-buffer.ts";
import { bytesOf, members } from "./step.ts";

const WORKSPACE = bytesOf('{"workspace":"');
const LINK = bytesOf('","link":"');
const SLUG = bytesOf('","slug":"');
const DOMAIN = bytesOf('","domain":"');
const QUOTE = bytesOf('"');
/** Longer ones are junk: a link's slug is far shorter, and so is any host. */
const MAX_PATH = 1_000;
const MAX_HOST = 255;

/** Opens the row: whose link, which one, and by which of its addresses. */
export function writeLink({ link, trigger }: Visit, row: ByteBuffer): void {
  row.put(WORKSPACE);
  row.text(link.workspaceId);
  if (trigger === "orphan") {
    // What strangers asked for, letter by letter.
    row.put(QUOTE);
    row.put(members({ slug: link.slug.slice(0, MAX_PATH), domain: link.domain.slice(0, MAX_HOST) }));
    return;
  }
  // Ids and slugs hold nothing that JSON would escape.
  row.put(LINK);
  row.text(link.id);
  row.put(SLUG);
  row.text(link.slug);
  if (link.domain !== "") {
    row.put(DOMAIN);
    row.text(link.domain);
  }
  row.put(QUOTE);
}
