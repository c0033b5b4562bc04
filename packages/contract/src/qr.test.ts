import { expect, test } from "bun:test";
import { contrastOf, LOGO_PREFIX, LogoSchema, MAX_LOGO_BYTES, over, QrQuerySchema } from "./qr.ts";

const faults = (query: Record<string, string>) =>
  QrQuerySchema.safeParse(query).error?.issues.map((issue) => {
    const params: { code?: string } = issue.code === "custom" ? (issue.params ?? {}) : {};
    return `${issue.path.join(".")} ${params.code ?? issue.code}`;
  });

test("by default black on white, 512 pixels, without a logo", () => {
  expect(QrQuerySchema.parse({})).toEqual({
    format: "svg",
    size: 512,
    margin: 4,
    color: [0, 0, 0, 255],
    background: [255, 255, 255, 255],
    errorCorrection: "M",
    logo: false,
  });
});

test("colours are hexadecimal with and without # and opacity; only the background may be transparent", () => {
  const colors = (color: string, background: string) => {
    const query = QrQuerySchema.parse({ color, background });
    return [query.color, query.background];
  };
  expect(colors("#12345678", "FFeeDD")).toEqual([
    [0x12, 0x34, 0x56, 0x78],
    [0xff, 0xee, 0xdd, 255],
  ]);
  expect(colors("12345678", "transparent")[1]).toEqual([255, 255, 255, 0]);
  for (const color of [
    "transparent",
    "",
    "#",
    "fff",
    "1234567",
    "12345g",
    "##123456",
    "red",
    "000000\n",
    "000000ff0",
  ])
    expect([color, faults({ color })]).toEqual([color, ["color invalid_format"]]);
});

test("sizes, margins, levels and switches have bounds", () => {
  expect(QrQuerySchema.parse({ size: "64", margin: "0", logo: "true" })).toMatchObject({
    size: 64,
    margin: 0,
    logo: true,
  });
  expect(QrQuerySchema.parse({ size: "4096", margin: "16" })).toMatchObject({ size: 4096, margin: 16 });
  for (const wrong of [
    { size: "63" },
    { size: "4097" },
    { size: "100.5" },
    { size: "1e9" },
    { size: "" },
    { margin: "-1" },
    { margin: "17" },
    { format: "gif" },
    { errorCorrection: "h" },
    { logo: "1" },
    { unknown: "1" },
  ]) {
    expect([wrong, QrQuerySchema.safeParse(wrong as object).success]).toEqual([wrong, false]);
  }
});

test("colours scanners cannot tell apart are refused, and so is light on dark", () => {
  for (const [color, background] of [
    ["ffffff", "000000"],
    ["777777", "777777"],
    ["ffff00", "ffffff"],
    ["00000020", "ffffff"],
    ["000000", "000000c0"],
    ["aaaaaa", "transparent"],
  ] as const) {
    const given = { color, background };
    expect([given, faults(given)]).toEqual([given, ["color low_contrast"]]);
  }
  for (const [color, background] of [
    ["1d3557", "f1faee"],
    ["cc0000", "ffff00"],
    ["000000", "transparent"],
    ["000000c0", "ffffff80"],
  ] as const) {
    expect(faults({ color, background })).toBeUndefined();
  }
});

test("the contrast is said along with other faulty fields", () => {
  expect(faults({ size: "1", color: "eeeeee" })).toEqual(["size too_small", "color low_contrast"]);
  expect(faults({ color: "eeeeee", background: "x" })).toEqual(["background invalid_format"]);
});

test("the contrast is the one of WCAG, below 1 when inverted", () => {
  expect(contrastOf([0, 0, 0, 255], [255, 255, 255, 255])).toBeCloseTo(21, 5);
  expect(contrastOf([255, 255, 255, 255], [0, 0, 0, 255])).toBeCloseTo(1 / 21, 5);
  // #777777 on white is the well-known pair that just fails 4.5.
  expect(contrastOf([0x77, 0x77, 0x77, 255], [255, 255, 255, 255])).toBeCloseTo(4.48, 2);
});

test("a translucent colour is mixed with what is beneath", () => {
  expect(over([0, 0, 0, 51], [255, 255, 255, 255])).toEqual([204, 204, 204, 255]);
  expect(over([10, 20, 30, 128], [0, 0, 0, 0])).toEqual([10, 20, 30, 128]);
  expect(over([0, 0, 0, 0], [9, 9, 9, 0])).toEqual([0, 0, 0, 0]);
});

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const pngOf = (bytes: number) =>
  LOGO_PREFIX +
  Buffer.from([...SIGNATURE, ...new Uint8Array(bytes - SIGNATURE.length).fill(0)]).toString("base64");

test("a logo is a PNG in a data URL, 64 KiB decoded and no byte more", () => {
  for (const bytes of [9, 10, 11, MAX_LOGO_BYTES])
    expect([bytes, LogoSchema.safeParse(pngOf(bytes)).success]).toEqual([bytes, true]);
  for (const bytes of [MAX_LOGO_BYTES + 1, MAX_LOGO_BYTES + 2, MAX_LOGO_BYTES + 3, 1_000_000])
    expect([bytes, LogoSchema.safeParse(pngOf(bytes)).success]).toEqual([bytes, false]);
  const good = pngOf(30);
  for (const wrong of [
    "",
    LOGO_PREFIX,
    good.replace("png", "jpeg"),
    good.slice(LOGO_PREFIX.length),
    `${LOGO_PREFIX}R0lGODlhAQABAAAAACw=`,
    good.slice(0, -1),
    `${good}\n`,
    `${good}"><script>`,
    good.replace(/.{8}$/, "AA==AAAA"),
  ]) {
    expect([wrong, LogoSchema.safeParse(wrong).success]).toEqual([wrong, false]);
  }
});
