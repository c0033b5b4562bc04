import { expect, test } from "bun:test";
import { QrQuerySchema } from "@visoli/contract/qr";
import { logoOf } from "./logo.fixture.ts";
import { readLogo } from "./logo.ts";
import { matrixOf, plateOf } from "./matrix.ts";
import { renderSvg } from "./svg.ts";

const matrix = matrixOf("https://v.so/a", "H") ?? { size: 0, modules: new Uint8Array() };
const look = QrQuerySchema.parse({ size: "300", margin: "3" });

test("is as large as asked for, a module a unit, sharp, and named", () => {
  const svg = renderSvg(matrix, "https://v.so/a", look, null);
  expect(svg).toStartWith(
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300" viewBox="0 0 31 31" role="img">',
  );
  expect(svg).toContain("<title>https://v.so/a</title>");
  expect(svg).toContain('<rect width="31" height="31" fill="#ffffff"/>');
  expect(svg.match(/<path shape-rendering="crispEdges" fill="#000000" d="M3 3h7v1h-7z/g)).toHaveLength(1);
});

test("a transparent background draws nothing", () => {
  const svg = renderSvg(matrix, "", { ...look, background: [255, 255, 255, 0] }, null);
  expect(svg).not.toContain("<rect");
});

test("no title breaks out of the document or makes it no XML", () => {
  const title = `</title><script>alert(1)</script>&amp;"'\u0000\u001b\ufffe\ud800 ü🦊\n`;
  const svg = renderSvg(matrix, title, look, null);
  expect(/<title>(.*)<\/title>/s.exec(svg)?.[1]).toBe(
    `&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"'\ufffd ü🦊\n`,
  );
  expect(svg.match(/<[a-z/]+/g)).toEqual(["<svg", "<title", "</title", "<rect", "<path", "</svg"]);
});

test("the logo is in the middle, within its plate, and is the PNG that was read", () => {
  const logo = { ...logoOf(20, 40, () => [1, 2, 3, 255]), plate: plateOf(matrix) };
  const svg = renderSvg(matrix, "", look, logo);
  const image =
    /<image x="([\d.]+)" y="\1" width="([\d.]+)" height="\2" href="data:image\/png;base64,([^"]+)"\/>/.exec(
      svg,
    );
  const [at = 0, width = 0] = (image ?? []).slice(1, 3).map(Number);
  expect(at * 2 + width).toBe(31);
  expect(width).toBe(logo.plate.size - 1);
  expect(readLogo(Buffer.from(image?.[3] ?? "", "base64"))?.pixels).toEqual(logo.pixels);
});
