// What can wait for a picture.

// A page that nobody looks at gets no frames.
const LATEST_MS = 300;

// Runs once what has been painted is on the screen; in a page that is not seen there is nothing to wait for.
export function afterPicture(work) {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    work();
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, LATEST_MS);
}
