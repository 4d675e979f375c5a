// Work that waits until the page has been left alone for a moment.

// What is not looked for at once waits so long; then all of it is done together, and the page is laid out once.
const REST_MS = 160;

const waiting = new Set();
let timer = 0;

function doAll() {
  const works = [...waiting];
  waiting.clear();
  for (const work of works) work();
}

export function makeLater(work) {
  const now = () => {
    waiting.delete(work);
    work();
  };
  return {
    now,
    // What waits is done at once.
    flush: () => waiting.has(work) && now(),
    soon() {
      waiting.add(work);
      clearTimeout(timer);
      timer = setTimeout(doAll, REST_MS);
    },
  };
}
