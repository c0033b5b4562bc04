import { convertIndexedToRgb, decode } from "fast-png";

/** A picture as RGBA pixels. */
export type Pixels = { width: number; height: number; depth: number; rgba: Uint8Array };
/** The modules found in a picture, and where; `isSharp` if each is one colour all over. */
export type Found = {
  modules: boolean[][];
  left: number;
  top: number;
  pixelsPerModule: number;
  isSharp: boolean;
};

/** The pixels of a PNG with a palette. */
export function readPng(body: string | Uint8Array): Pixels {
  if (typeof body === "string") throw new Error("is text");
  const image = decode(body, { checkCrc: true });
  const colors = convertIndexedToRgb(image);
  const channels = image.palette?.[0]?.length ?? 3;
  const rgba = new Uint8Array(image.width * image.height * 4).fill(255);
  for (let pixel = 0; pixel < image.width * image.height; pixel++) {
    rgba.set(colors.subarray(pixel * channels, (pixel + 1) * channels), pixel * 4);
  }
  return { width: image.width, height: image.height, depth: image.depth, rgba };
}

export function colorAt({ width, rgba }: Pixels, x: number, y: number): number[] {
  return [...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

/** Finds the code by its finder patterns: the first dark pixel is a corner, and seven modules of it lie in a row. */
export function findModules(pixels: Pixels, dark: readonly number[]): Found {
  const { width, height, rgba } = pixels;
  const [red, green, blue, alpha] = dark;
  const isDark = (at: number) =>
    rgba[at * 4] === red &&
    rgba[at * 4 + 1] === green &&
    rgba[at * 4 + 2] === blue &&
    rgba[at * 4 + 3] === alpha;
  let first = 0;
  while (!isDark(first) && first < width * height) first++;
  if (!isDark(first)) throw new Error("no dark pixel");
  let run = 0;
  while (isDark(first + run) && run < width) run++;
  const [left, top, pixelsPerModule] = [first % width, Math.floor(first / width), run / 7];
  let last = width - 1;
  while (!isDark(top * width + last)) last--;
  const size = (last - left + 1) / pixelsPerModule;
  let isSharp = true;
  const moduleAt = (column: number, row: number) => {
    const [x, y] = [left + column * pixelsPerModule, top + row * pixelsPerModule];
    const value = isDark(y * width + x);
    for (let pixel = 0; pixel < pixelsPerModule ** 2; pixel++) {
      const at = (y + Math.floor(pixel / pixelsPerModule)) * width + x + (pixel % pixelsPerModule);
      if (isDark(at) !== value) isSharp = false;
    }
    return value;
  };
  const modules = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, x) => moduleAt(x, row)),
  );
  return { modules, left, top, pixelsPerModule, isSharp };
}

/** The modules an SVG draws: its one path, which has to consist of closed rectangles on the grid. */
export function readSvg(svg: string | Uint8Array, margin: number): boolean[][] {
  const width = Number(/viewBox="0 0 (\d+) \1"/.exec(String(svg))?.[1]);
  const paths = [...String(svg).matchAll(/<path [^>]*\bd="([^"]*)"/g)];
  if (paths.length !== 1 || !(width > 0)) throw new Error("not one path in a square view");
  const size = width - 2 * margin;
  const modules = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const rest = (paths[0]?.[1] ?? "").replace(/M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)z/g, (...match) => {
    const [x = 0, y = 0, across = 0, down = 0, back = 0] = match.slice(1, 6).map(Number);
    if (back !== across) throw new Error("not a rectangle");
    for (let row = y; row < y + down; row++)
      modules[row - margin]?.fill(true, x - margin, x - margin + across);
    return "";
  });
  if (rest !== "") throw new Error(`path holds ${rest.slice(0, 40)}`);
  return modules;
}
