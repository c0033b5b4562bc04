const WIDTH = 88;
const HEIGHT = 22;

/** A small line of counts; what it says stands beside it. */
export function Sparkline({ counts }: { counts: readonly number[] | undefined }) {
  const most = Math.max(...(counts ?? []), 1);
  const step = WIDTH / Math.max((counts?.length ?? 1) - 1, 1);
  const points = (counts ?? [])
    .map(
      (count, index) =>
        `${(index * step).toFixed(1)},${(HEIGHT - 1 - (count / most) * (HEIGHT - 3)).toFixed(1)}`,
    )
    .join(" ");
  return (
    <svg aria-hidden width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="shrink-0">
      {points ? (
        <polyline
          points={points}
          fill="none"
          strokeWidth={1.5}
          strokeLinejoin="round"
          className="stroke-mark"
        />
      ) : (
        <line x1={0} x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} className="stroke-line" />
      )}
    </svg>
  );
}
