import { expect, test } from "bun:test";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { encode } from "fast-png";
import { pixelsOf, pngOf } from "./logo.fixture.ts";
import { readLogo } from "./logo.ts";
import { chunk, fileOf, header, rows16 } from "./logo-file.fixture.ts";

const first = (file: Uint8Array, count = 2) => {
  const pixels = readLogo(file)?.pixels;
  return pixels && Array.from({ length: count }, (_, at) => [...pixels.subarray(at * 4, at * 4 + 4)]);
};
const sixteen = (...values: number[]) => Array.from({ length: 16 }, () => values).flat();
const GOOD = pngOf(16, 16, (x, y) => [x * 16, y * 16, 7, 255]);

test("pixels come as RGBA from every kind of PNG", () => {
  const color = (x: number, y: number) => [x * 10, y * 10, 99, (x * y) % 256];
  const logo = readLogo(pngOf(20, 17, color));
  expect(logo).toMatchObject({ width: 20, height: 17, pixels: pixelsOf(20, 17, color) });
  const half = (first: number, rest: number) => [first, ...Array.from({ length: 16 }, () => rest)];
  const kinds: [string, Uint8Array, number[][]][] = [
    [
      "grey 1",
      fileOf(header(16, 16, 1, 0), rows16([0x40, 0])),
      [
        [0, 0, 0, 255],
        [255, 255, 255, 255],
      ],
    ],
    [
      "grey 2",
      fileOf(header(16, 16, 2, 0), rows16(half(0x60, 0).slice(0, 4))),
      [
        [85, 85, 85, 255],
        [170, 170, 170, 255],
      ],
    ],
    [
      "grey 4",
      fileOf(header(16, 16, 4, 0), rows16(half(0x1f, 0).slice(0, 8))),
      [
        [17, 17, 17, 255],
        [255, 255, 255, 255],
      ],
    ],
    [
      "grey 8",
      fileOf(header(16, 16, 8, 0), rows16(half(9, 8).slice(0, 16))),
      [
        [9, 9, 9, 255],
        [8, 8, 8, 255],
      ],
    ],
    ["grey 16", fileOf(header(16, 16, 16, 0), rows16(sixteen(0x80, 0x80))), [[128, 128, 128, 255]]],
    [
      "grey, one clear",
      fileOf(header(16, 16, 8, 0), chunk("tRNS", Buffer.from([0, 9])), rows16(half(9, 8).slice(0, 16))),
      [
        [9, 9, 9, 0],
        [8, 8, 8, 255],
      ],
    ],
    ["rgb 8", fileOf(header(16, 16, 8, 2), rows16(sixteen(1, 2, 3))), [[1, 2, 3, 255]]],
    [
      "rgb 16",
      fileOf(header(16, 16, 16, 2), rows16(sixteen(255, 255, 0, 0, 128, 128))),
      [[255, 0, 128, 255]],
    ],
    [
      "rgb, one clear",
      fileOf(
        header(16, 16, 8, 2),
        chunk("tRNS", Buffer.from([0, 1, 0, 2, 0, 3])),
        rows16([1, 2, 3, ...sixteen(1, 2, 4).slice(3)]),
      ),
      [
        [1, 2, 3, 0],
        [1, 2, 4, 255],
      ],
    ],
    [
      "palette 1",
      fileOf(header(16, 16, 1, 3), chunk("PLTE", Buffer.from([1, 2, 3, 4, 5, 6])), rows16([0x40, 0])),
      [
        [1, 2, 3, 255],
        [4, 5, 6, 255],
      ],
    ],
    [
      "palette 8, clear",
      fileOf(
        header(16, 16, 8, 3),
        chunk("PLTE", Buffer.from([1, 2, 3, 4, 5, 6])),
        chunk("tRNS", Buffer.from([200])),
        rows16(half(1, 0).slice(0, 16)),
      ),
      [
        [4, 5, 6, 255],
        [1, 2, 3, 200],
      ],
    ],
    ["grey, alpha", fileOf(header(16, 16, 8, 4), rows16(sixteen(50, 60))), [[50, 50, 50, 60]]],
    ["rgba 16", fileOf(header(16, 16, 16, 6), rows16(sixteen(255, 255, 0, 0, 1, 1, 2, 2))), [[255, 0, 1, 2]]],
  ];
  for (const [name, file, expected] of kinds)
    expect([name, first(file, expected.length)]).toEqual([name, expected]);
});

test("interlaced is read where fast-png reads it rightly, and refused where it does not", () => {
  const data = pixelsOf(21, 19, (x, y) => [x * 10, y * 10, 5, 255]);
  const file = encode({ width: 21, height: 19, data, channels: 4, depth: 8 }, { interlace: "Adam7" });
  expect(readLogo(file)?.pixels).toEqual(data);
  // Just the 68 bytes its seven passes have.
  expect(readLogo(fileOf(header(16, 16, 1, 0, 1), chunk("IDAT", deflateSync(Buffer.alloc(68)))))).toBeNull();
});

test("of the file nothing is kept but the picture", () => {
  const text = chunk("tEXt", Buffer.from("Author\0a person"));
  // A colour profile that would inflate to 60 MB.
  const profile = chunk(
    "iCCP",
    Buffer.concat([
      Buffer.from("x\0\0"),
      deflateSync(Buffer.alloc(60_000_000), { level: 9 }).subarray(0, 50_000),
    ]),
  );
  const body = Buffer.from(GOOD);
  const logo = readLogo(
    Buffer.concat([body.subarray(0, 33), text, profile, body.subarray(33), Buffer.from("<script>")]),
  );
  expect(Buffer.from(logo?.png ?? []).equals(body)).toBe(true);
});

test("sides are 16 to 1024 pixels, the file 64 KiB", () => {
  for (const [width, height, isTaken] of [
    [16, 1024, true],
    [1024, 1024, true],
    [15, 16, false],
    [16, 15, false],
    [1025, 16, false],
    [16, 1025, false],
  ] as const) {
    const file = encode({ width, height, data: new Uint8Array(width * height), channels: 1, depth: 8 });
    expect([width, height, readLogo(file) !== null]).toEqual([width, height, isTaken]);
  }
  const filled = (bytes: number) => Buffer.concat([GOOD, Buffer.alloc(bytes - GOOD.length)]);
  expect(readLogo(filled(65_536))).not.toBeNull();
  expect(readLogo(filled(65_537))).toBeNull();
});

test("what is no whole PNG is null: cut, faulty, lying or a bomb", () => {
  const grey = header(16, 16, 8, 0);
  const row = sixteen(0);
  const inflated = (bytes: number) => chunk("IDAT", deflateSync(Buffer.alloc(bytes), { level: 9 }));
  const wrongCheck = Buffer.from(GOOD);
  // The last byte before IEND.
  wrongCheck[GOOD.length - 13] = (wrongCheck[GOOD.length - 13] ?? 0) ^ 1;
  const faulty: Record<string, Uint8Array> = {
    nothing: new Uint8Array(),
    text: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"),
    jpeg: Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...new Uint8Array(200)]),
    "signature alone": Buffer.from(GOOD).subarray(0, 8),
    "wrong checksum": wrongCheck,
    "no pixels": fileOf(grey),
    "too few pixels": fileOf(grey, inflated(17 * 15)),
    "too many pixels": fileOf(grey, inflated(17 * 16 + 1)),
    bomb: fileOf(grey, inflated(60_000_000)),
    "huge header": fileOf(header(2 ** 31 - 1, 2 ** 31 - 1, 16, 6), rows16(row)),
    "two headers": fileOf(grey, header(60_000, 60_000, 8, 0), rows16(row)),
    "no such depth": fileOf(header(16, 16, 4, 2), rows16(row)),
    "no such colour type": fileOf(header(16, 16, 8, 5), rows16(row)),
    "no such filter": fileOf(grey, chunk("IDAT", deflateSync(Buffer.alloc(17 * 16, 9)))),
    "no such colour": fileOf(header(16, 16, 8, 3), chunk("PLTE", Buffer.from([1, 2, 3])), rows16(sixteen(1))),
    "no palette": fileOf(header(16, 16, 8, 3), rows16(row)),
    "opacity of too many colours": fileOf(
      header(16, 16, 8, 3),
      chunk("PLTE", Buffer.from([1, 2, 3])),
      chunk("tRNS", Buffer.from([1, 2])),
      rows16(row),
    ),
    "opacity twice": fileOf(header(16, 16, 8, 4), chunk("tRNS", Buffer.from([0, 1])), rows16(sixteen(1, 1))),
  };
  for (const [name, file] of Object.entries(faulty)) expect([name, readLogo(file)]).toEqual([name, null]);
  for (let bytes = 0; bytes < GOOD.length; bytes += 7) expect(readLogo(GOOD.subarray(0, bytes))).toBeNull();
});

test("no bytes make it throw", () => {
  const Damage = fc.array(fc.tuple(fc.nat(GOOD.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(Damage, (damage) => {
      const file = Uint8Array.from(GOOD);
      for (const [at, value] of damage) file[at] = value;
      const logo = readLogo(file);
      if (logo) expect(logo.pixels.length).toBe(logo.width * logo.height * 4);
    }),
  );
  // With checksums put right, so that what is behind them is reached.
  fc.assert(
    fc.property(
      fc.nat(31),
      fc.nat(31),
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ maxLength: 600 }),
      (depth, type, extra, raw) => {
        const file = fileOf(
          header(16, 16, depth, type % 8),
          chunk("PLTE", extra),
          chunk("IDAT", deflateSync(raw)),
        );
        expect(readLogo(file)).toBeNull();
      },
    ),
  );
});
