import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { Point } from "./points.ts";

export type ChartWords = {
  label: string;
  help: string;
  now: string;
  before: string;
  underWay: string;
  short(start: string): string;
  full(start: string): string;
  value(count: number): string;
  axis(count: number): string;
};

const TICK = { fill: "var(--soft)", fontSize: 12 };
const STILL = { isAnimationActive: false, type: "linear" as const };

/** The series as a line over its ground; dotted what was before, dashed what is still under way. */
export default function Chart({ points, words }: { points: readonly Point[]; words: ChartWords }) {
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 260 }}>
      <ComposedChart
        data={[...points]}
        title={words.label}
        desc={words.help}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="start"
          tickFormatter={words.short}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: "var(--line)" }}
          minTickGap={40}
          tickMargin={8}
        />
        <YAxis
          tickFormatter={words.axis}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          allowDecimals={false}
          width={44}
        />
        <Tooltip
          cursor={{ stroke: "var(--edge)", strokeDasharray: "3 3" }}
          isAnimationActive={false}
          content={({ active, payload }) => (
            <Hint point={active ? (payload?.[0]?.payload as Point | undefined) : undefined} words={words} />
          )}
        />
        <Line
          {...STILL}
          dataKey="before"
          stroke="var(--edge)"
          strokeWidth={1.5}
          strokeDasharray="2 4"
          dot={false}
        />
        <Area
          {...STILL}
          dataKey="done"
          stroke="var(--mark)"
          strokeWidth={2}
          fill="var(--mark)"
          fillOpacity={0.09}
          dot={points.length === 1}
        />
        <Area
          {...STILL}
          dataKey="running"
          stroke="var(--mark)"
          strokeWidth={2}
          strokeDasharray="5 4"
          fill="var(--mark)"
          fillOpacity={0.05}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function Hint({ point, words }: { point: Point | undefined; words: ChartWords }) {
  if (!point) return null;
  return (
    <div className="grid gap-1 rounded-lg border bg-surface px-3 py-2 text-[0.8125rem] shadow-pop">
      <p className="font-medium">
        {words.full(point.start)}
        {point.isRunning && <span className="font-normal text-soft"> · {words.underWay}</span>}
      </p>
      <p className="flex justify-between gap-6">
        <span className="text-mark">{words.now}</span>
        <span className="tabular font-semibold">{words.value(point.value)}</span>
      </p>
      {point.before !== null && (
        <p className="flex justify-between gap-6 text-soft">
          <span>{point.beforeStart ? words.full(point.beforeStart) : words.before}</span>
          <span className="tabular">{words.value(point.before)}</span>
        </p>
      )}
    </div>
  );
}
