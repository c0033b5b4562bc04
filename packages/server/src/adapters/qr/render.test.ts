import { expect, test } from "bun:test";
import { over, QrQuerySchema } from "@visoli/contract/qr";
import fc from "fast-check";
import { decodeQr } from "./decode.fixture.ts";
import { logoOf } from "./logo.fixture.ts";
import { colorAt, findModules, readPng, readSvg } from "./read-back.fixture.ts";
import { type QrOptions, renderQr } from "./render.ts";

const options = (query: Record<string, string>, logo: QrOptions["logo"] = null): QrOptions => ({
  ...QrQuerySchema.parse(query),
  logo,
});
function bodyOf(text: string, given: QrOptions): string | Uint8Array {
  const image = renderQr(text, given);
  if (!("body" in image)) throw new Error(image.refused);
  return image.body;
}
/** What both formats say, with the code in the picture found by its patterns alone. */
function readBoth(text: string, given: QrOptions) {
  const found = findModules(
    readPng(bodyOf(text, { ...given, format: "png" })),
    over(given.color, given.background),
  );
  const drawn = readSvg(bodyOf(text, { ...given, format: "svg" }), given.margin);
  return { found, drawn, png: decodeQr(found.modules), svg: decodeQr(drawn) };
}
const fox = logoOf(40, 30, (x, y) => [
  200,
  (x * 6) % 256,
  (y * 8) % 256,
  Math.hypot(x - 20, y - 15) < 15 ? 255 : 0,
]);
const URL_TEXT = "https://vi.so/spring-sale";

const Slug = fc.string({ unit: fc.constantFrom(..."abcXYZ019-_%C3%BC/?=&#"), maxLength: 60 });
const Query = fc.record({
  size: fc.integer({ min: 140, max: 500 }).map(String),
  margin: fc.integer({ min: 0, max: 16 }).map(String),
  errorCorrection: fc.constantFrom("L", "M", "Q", "H"),
  color: fc.constantFrom("000000", "#1d3557", "c00000", "000000d0"),
  background: fc.constantFrom("ffffff", "f1faee", "transparent", "ffff00"),
});

test("whatever the link and the look, PNG and SVG say it, whole and sharp", () => {
  fc.assert(
    fc.property(
      Slug,
      Query,
      fc.constantFrom("https://vi.so/", "http://localhost:3000/", "HTTPS://V.SO/"),
      (slug, query, base) => {
        const { found, png, svg, drawn } = readBoth(base + slug, options(query));
        expect(png).toEqual(svg);
        expect(found.modules).toEqual(drawn);
        expect(found.isSharp).toBe(true);
        const { errorCorrection } = query;
        expect(png).toMatchObject({ text: base + slug, damage: 0, errorCorrection });
      },
    ),
    { numRuns: 40 },
  );
});

test("with a logo it still says it, at H, with capacity to spare", () => {
  fc.assert(
    fc.property(Slug, Query, (slug, query) => {
      const { png, svg } = readBoth(`https://vi.so/${slug}`, options(query, fox));
      for (const read of [png, svg]) {
        expect(read).toMatchObject({ text: `https://vi.so/${slug}`, errorCorrection: "H" });
        expect(read.damage).toBeLessThanOrEqual(0.5);
      }
    }),
    { numRuns: 15 },
  );
});

test("a PNG has the size asked for, and what is no whole module goes to the margin", () => {
  for (const size of ["64", "65", "511", "512", "1000"]) {
    const given = options({ format: "png", size, margin: "2" });
    const pixels = readPng(bodyOf(URL_TEXT, given));
    expect([pixels.width, pixels.height, pixels.depth]).toEqual([Number(size), Number(size), 1]);
    const { left, top, pixelsPerModule, modules } = findModules(pixels, [0, 0, 0, 255]);
    expect(pixelsPerModule).toBe(Math.floor(Number(size) / (modules.length + 4)));
    expect([left, top]).toEqual([top, Math.floor((Number(size) - modules.length * pixelsPerModule) / 2)]);
  }
});

test("too small for a pixel a module is a PNG refused, with the size it takes; an SVG has no such limit", () => {
  // Version 4: 33 modules, and 16 on each side.
  const text = "x".repeat(60);
  const given = options({ format: "png", size: "64", margin: "16" });
  expect(renderQr(text, given)).toEqual({ refused: "size_too_small", minimumSize: 65 });
  expect(renderQr(text, { ...given, format: "svg" })).toMatchObject({ contentType: "image/svg+xml" });
  const { modules } = findModules(readPng(bodyOf(text, { ...given, size: 65 })), [0, 0, 0, 255]);
  expect(decodeQr(modules).text).toBe(text);
});

test("text that no code holds is refused; a logo leaves less room", () => {
  expect(renderQr("ü".repeat(1_500), options({ errorCorrection: "L" }))).toEqual({
    refused: "text_too_long",
  });
  expect(renderQr("x".repeat(1_500), options({}))).toHaveProperty("body");
  expect(renderQr("x".repeat(1_500), options({}, fox))).toEqual({ refused: "text_too_long" });
});

test("the largest picture is small, in bytes", () => {
  const text = "x".repeat(1_000);
  const body = bodyOf(text, options({ format: "png", size: "4096" }));
  expect(body.length).toBeLessThan(30_000);
  const header = Buffer.from(body).subarray(16, 26);
  expect([header.readUInt32BE(0), header.readUInt32BE(4), header[8], header[9]]).toEqual([
    4_096, 4_096, 1, 3,
  ]);
});

test("translucent colours lie on the background as in the SVG", () => {
  const given = options({ format: "png", color: "000000c0", background: "ff000080" });
  const pixels = readPng(bodyOf(URL_TEXT, given));
  expect(colorAt(pixels, 0, 0)).toEqual([255, 0, 0, 128]);
  const { left, top } = findModules(pixels, over([0, 0, 0, 0xc0], [255, 0, 0, 0x80]));
  expect(left).toBeGreaterThan(0);
  expect(colorAt(pixels, left, top)).toEqual([36, 0, 0, 224]);
  const svg = String(bodyOf(URL_TEXT, { ...given, format: "svg" }));
  expect(svg).toContain('fill="#ff0000" fill-opacity="0.502"');
  expect(svg).toContain('fill="#000000" fill-opacity="0.7529"');
});
