// Work that waits until nobody asks for it any more.

// What is not looked for at once waits until the map has stood still for so long.
export const REST_MS = 160;

export function makeLater(work) {
  let waiting = 0;
  const now = () => {
    clearTimeout(waiting);
    waiting = 0;
    work();
  };
  return {
    now,
    // What waits is done at once.
    flush: () => waiting && now(),
    soon(ms) {
      clearTimeout(waiting);
      waiting = setTimeout(now, ms);
    },
  };
}
