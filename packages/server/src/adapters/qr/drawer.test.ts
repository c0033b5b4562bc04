import { expect, test } from "bun:test";
import { QrQuerySchema } from "@visoli/contract/qr";
import { createQrDrawer } from "./drawer.ts";
import { type Drawing, drawNow } from "./drawing.ts";
import { logoOf } from "./logo.fixture.ts";

function drawing(query: Record<string, string>, logo: string | null = null): Drawing {
  const { logo: _, ...look } = QrQuerySchema.parse(query);
  return { text: "https://vi.so/a?qr=1", look, logo };
}
const LOGO = Buffer.from(logoOf(20, 20, () => [200, 0, 0, 255]).png).toString("base64");

test("large drawings come out as small ones do, several at once", async () => {
  const draw = createQrDrawer();
  const drawings = [
    ...[drawing({}), drawing({ format: "png" }), drawing({}, LOGO)],
    ...["1025", "2000", "4096"].map((size) => drawing({ format: "png", size }, LOGO)),
    drawing({ format: "png", size: "3000" }),
  ];
  const drawn = await Promise.all(drawings.map(draw));
  expect(drawn).toEqual(drawings.map((each) => drawNow(each)));
});

test("what is refused is so on either side", async () => {
  const draw = createQrDrawer();
  const long = { ...drawing({}, LOGO), text: "x".repeat(2_000) };
  expect(await draw(long)).toEqual({ refused: "text_too_long" });
  expect(await draw({ ...long, text: "x".repeat(4_000), logo: null })).toEqual({ refused: "text_too_long" });
});

test("who waits in a long line is sent away, and the line goes on", async () => {
  const draw = createQrDrawer();
  const many = Array.from({ length: 40 }, () => draw(drawing({ format: "png", size: "1100" })));
  const drawn = await Promise.all(many);
  expect(drawn.filter((each) => "refused" in each)).toHaveLength(8);
  expect(await draw(drawing({ format: "png", size: "1100" }))).toHaveProperty("body");
});

test("a drawing that fails fails alone", async () => {
  const draw = createQrDrawer();
  const broken = draw(drawing({}, "AAAA"));
  const good = draw(drawing({}, LOGO));
  await expect(broken).rejects.toThrow("a logo that is kept cannot be read");
  expect(await good).toHaveProperty("body");
});

test("a large drawing holds up no small one", async () => {
  const draw = createQrDrawer();
  const done: string[] = [];
  const large = draw(drawing({ format: "png", size: "2000" }, LOGO)).then(() => done.push("large"));
  const small = draw(drawing({})).then(() => done.push("small"));
  await Promise.all([large, small]);
  expect(done).toEqual(["small", "large"]);
});

test("a program that has drawn ends by itself", async () => {
  const program = `
    import { createQrDrawer } from ${JSON.stringify(new URL("./drawer.ts", import.meta.url).pathname)};
    const look = { format: "png", size: 1100, margin: 4, color: [0, 0, 0, 255], background: [255, 255, 255, 255], errorCorrection: "M" };
    console.log("body" in (await createQrDrawer()({ text: "x", look, logo: null })));
  `;
  const child = Bun.spawn([process.execPath, "-e", program], { stdout: "pipe", cwd: import.meta.dir });
  expect(await child.exited).toBe(0);
  expect(await new Response(child.stdout).text()).toBe("true\n");
});
