import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomText } from "@visoli/contract/base62";

type Shown = { to: string; subject: string; text: string; html: string };

/** Writes the mail as two files, for a developer to look at; their names sort by time. */
export function writePreview(folder: string, { to, subject, text, html }: Shown): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const time = new Date().toISOString().replace(/[:.]/g, "-");
  const path = join(folder, `${time}-${randomText(4)}`);
  // There are links in it that sign people in.
  writeFileSync(`${path}.html`, html, { mode: 0o600 });
  writeFileSync(`${path}.txt`, `To: ${to}\nSubject: ${subject}\n\n${text}`, { mode: 0o600 });
}
