import { expect, test } from "bun:test";
import atlas from "world-atlas/countries-110m.json";
import { countryOf } from "./countries.ts";

const shapes = atlas.objects.countries.geometries;

/** How the map writes what others write in full. */
const SPELLED: Record<string, string> = {
  ...{
    "W. Sahara": "EH",
    "Fr. S. Antarctic Lands": "TF",
    "Timor-Leste": "TL",
    "N. Cyprus": "CY",
    Somaliland: "SO",
  },
  ...{
    Macedonia: "MK",
    eSwatini: "SZ",
    "Côte d'Ivoire": "CI",
    Congo: "CG",
    "Dem. Rep. Congo": "CD",
    Myanmar: "MM",
  },
  ...{
    "Bosnia and Herz.": "BA",
    "Central African Rep.": "CF",
    "Eq. Guinea": "GQ",
    "S. Sudan": "SS",
    Turkey: "TR",
  },
  ...{
    Palestine: "PS",
    "Falkland Is.": "FK",
    "Solomon Is.": "SB",
    "Dominican Rep.": "DO",
    "United States of America": "US",
  },
  ...{ "Trinidad and Tobago": "TT", Kosovo: "XK" },
};

test("each shape of the map is the country that its name says", () => {
  const names = new Intl.DisplayNames("en", { type: "region" });
  const wrong = shapes.filter((shape) => {
    const { name } = shape.properties;
    const code = countryOf(shape);
    return code !== SPELLED[name] && names.of(code || "ZZ") !== name;
  });
  expect(wrong.map((shape) => [shape.properties.name, countryOf(shape)])).toEqual([]);
  expect(shapes.length).toBeGreaterThan(170);
});
