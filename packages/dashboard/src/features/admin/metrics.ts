/** Figures of a page for Prometheus: each name with the sum over its labels; what is no line of such a page is left out. */
export function readMetrics(text: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [, name, value] = /^([a-z_]+)(?:\{[^}]*\})? ([-+.\deE]+)$/.exec(line.trim()) ?? [];
    if (name && Number.isFinite(Number(value))) sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  return sums;
}
