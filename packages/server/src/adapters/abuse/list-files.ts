import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { createListBuilder, type List } from "./list.ts";
import { createPacer } from "./pacer.ts";

/** How many lines are read between two looks at the clock. */
const LINES_AT_ONCE = 256;
/** What is longer is no line of a list. */
const MAX_LINE = 16_384;

export type LoadedList = { list: List; faulty: number };

/** The files of the paths (a folder stands for those in it), and a text that changes when one of them does. @throws where one is not there */
export async function findListFiles(paths: string[]): Promise<{ files: string[]; state: string }> {
  const files: string[] = [];
  const states: string[] = [];
  for (const path of (await Promise.all(paths.map(filesOf))).flat()) {
    const about = await stat(path, { bigint: true });
    if (!about.isFile()) continue;
    files.push(path);
    states.push(`${path} ${about.ino} ${about.size} ${about.mtimeNs}`);
  }
  return { files, state: states.join("\n") };
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !name.startsWith("."));
  return names.sort().map((name) => join(path, name));
}

/** Reads the files into one list, in slices of some milliseconds each. @throws where one cannot be read */
export async function loadList(files: string[]): Promise<LoadedList> {
  const pace = createPacer();
  const builder = createListBuilder();
  for (const file of files) {
    builder.setReason(basename(file, extname(file)));
    for await (const lines of linesOf(file)) {
      for (const [index, line] of lines.entries()) {
        builder.addLine(line);
        if (index % LINES_AT_ONCE === 0) await pace();
      }
    }
  }
  return { list: await builder.build(pace), faulty: builder.faulty() };
}

/** The lines of the file, those of one read at a time. */
async function* linesOf(file: string): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of Bun.file(file).stream()) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MAX_LINE) rest = "";
    yield lines;
  }
  yield [rest];
}
