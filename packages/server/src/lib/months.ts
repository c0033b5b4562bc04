/** The month of UTC that the instant is in, as `2027-01`. */
export function monthOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 7);
}

/** When the month began, and when the next one does, in milliseconds since 1970. */
export function boundsOfMonth(timeMs: number): { start: number; end: number } {
  const date = new Date(timeMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
}
