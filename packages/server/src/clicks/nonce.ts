/** Bits that tell clicks of one millisecond and process apart. */
const PLACES = 2 ** 12;
const HALF = PLACES / 2;
const PROCESSES = 2 ** 20;

/**
 * What tells clicks of the same millisecond apart, of every process: its number (of 20 bits, another with each start) and a place within the
 * millisecond (of 12 bits). Nearly all places are 0 and numbers change rarely, so that hardly anything of it is left on the disk.
 */
export function nonceCounter(random = randomProcess): (at: number) => number {
  let process = random();
  let [last, place, late] = [0, 0, 0];
  return (at) => {
    if (at > last) [last, place] = [at, 0];
    // A clock that was set back, or a click that was told its time earlier: these have places of their own, as theirs may be taken.
    else if (at < last) late++;
    else place++;
    if (place >= HALF || late >= HALF) {
      process = random();
      [place, late] = [0, 0];
    }
    return process * PLACES + (at < last ? HALF + late : place);
  };
}

function randomProcess(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % PROCESSES;
}
