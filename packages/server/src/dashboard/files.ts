import { join } from "node:path";

const BUILT = join(import.meta.dir, "../../../dashboard/dist");
/** By what browsers say that they take, the smallest first. */
const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;
const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** A file of the built dashboard as an answer, compressed as the browser likes it best; undefined where there is none. */
export async function fileResponse(
  path: string,
  acceptEncoding: string | undefined,
  headers: Record<string, string>,
): Promise<Response | undefined> {
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)];
  // Names are those that the build makes: no way leads out of the folder.
  if (type === undefined || !/^(assets\/)?[\w-]+\.\w+$/.test(path)) return undefined;
  const accepted = (acceptEncoding ?? "").split(",").map((each) => each.split(";")[0]?.trim());
  const encoding = ENCODINGS.find(({ name }) => accepted.includes(name));
  const file = Bun.file(join(BUILT, `${path}${encoding?.suffix ?? ""}`));
  if (!(await file.exists())) return undefined;
  return new Response(await file.bytes(), {
    headers: {
      ...headers,
      "Content-Type": type,
      "X-Content-Type-Options": "nosniff",
      Vary: "Accept-Encoding",
      ...(encoding && { "Content-Encoding": encoding.name }),
    },
  });
}
