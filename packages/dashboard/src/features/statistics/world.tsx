import { geoNaturalEarth1, geoPath } from "d3-geo";
import { useMemo, useState } from "react";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json";
import { countryOf } from "./countries.ts";

export const [WIDTH, HEIGHT] = [800, 400];
/** Steps of colour; 0 is nobody. */
const STEPS = 5;

type Shape = { country: string; name: string; path: string };

type Props = {
  counts: ReadonlyMap<string, number>;
  label: string;
  describe(country: string, count: number): string;
  isChosen(country: string): boolean;
  onChoose(country: string, isExcluded: boolean): void;
};

/** The world, darker where more came from. The same numbers stand in a list beside it, for the keyboard and for screen readers. */
export default function World({ counts, label, describe, isChosen, onChoose }: Props) {
  const shapes = useMemo(drawn, []);
  const [hint, setHint] = useState<{ text: string; x: number; y: number }>();
  const most = Math.max(...counts.values(), 1);
  return (
    <div className="relative">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className="block h-auto w-full">
        {shapes.map(({ country, name, path }) => {
          const count = counts.get(country) ?? 0;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the list beside it does the same
            <path
              key={name}
              d={path}
              data-country={country}
              fill={colorOf(count, most)}
              stroke={isChosen(country) ? "var(--ink)" : "var(--surface)"}
              strokeWidth={isChosen(country) ? 1.5 : 0.5}
              className={count > 0 ? "cursor-pointer hover:brightness-110" : undefined}
              onClick={(event) => count > 0 && onChoose(country, event.altKey)}
              onMouseLeave={() => setHint(undefined)}
              onMouseMove={({ nativeEvent: { offsetX: x, offsetY: y } }) =>
                setHint({ text: country ? describe(country, count) : name, x, y })
              }
            />
          );
        })}
      </svg>
      {hint && (
        <div
          aria-hidden
          className="pointer-events-none absolute z-10 -translate-x-1/2 -translate-y-full rounded-lg bg-ink px-2 py-1 text-[0.8125rem] whitespace-nowrap text-paper"
          style={{ left: hint.x, top: hint.y - 8 }}
        >
          {hint.text}
        </div>
      )}
    </div>
  );
}

/** The shapes as paths; without the south pole, which takes room and clicks on nothing. */
function drawn(): Shape[] {
  const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const { features } = feature(topology, topology.objects.countries);
  const shown = features.filter((shape) => countryOf(shape) !== "AQ");
  const projection = geoNaturalEarth1().fitSize([WIDTH, HEIGHT], {
    type: "FeatureCollection",
    features: shown,
  });
  const toPath = geoPath(projection).digits(1);
  return shown.map((shape) => ({
    country: countryOf(shape),
    name: shape.properties.name,
    path: toPath(shape) ?? "",
  }));
}

/** By the square root: one country with most of all leaves others their colour. */
function colorOf(count: number, most: number): string {
  if (count === 0) return "var(--line)";
  const step = Math.max(1, Math.ceil(Math.sqrt(count / most) * STEPS));
  return `color-mix(in oklab, var(--mark) ${10 + step * 18}%, var(--surface))`;
}
