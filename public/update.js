// New versions: looks for one now and then, says on the root element how far it is, and swaps to it once the
// app has brought everything written to disk. Nobody is hurried: the old version goes on as long as it is
// open, and sending never waits for any of this.
//
// With the app (browser/src/worker.rs) we speak by two events on the window:
//   'jiaqiao:update', ours: look at data-update (ready, swapping, later, leave) and at data-min-client;
//   'jiaqiao:safe', the app's: a person wants the new version, or we asked to leave, and all is on disk.

const PROTOCOL = 1; // of messages to the worker, as in sw.js
const SWAP_WITHIN_MS = 5000;
const LOOK_MS = 60 * 60_000; // a release reaches open phones within the hour, spread over it
const LOOK_AGAIN_MS = 60_000; // after a look or a download that failed, at the next occasion
const TICK_MS = 10 * 60_000; // for desks where the page is always in sight

const root = document.documentElement;
const container = window.isSecureContext ? navigator.serviceWorker : undefined;

let page; // what boot.js hands us
let registration;
let isControlled; // the first worker that takes an open page changes nothing for it
let isSwapped = false;
let nextLook = 0;

export async function watch(boot) {
  page = boot;
  isControlled = Boolean(container?.controller);
  if (page.isApp) {
    addEventListener('jiaqiao:safe', swap);
    container?.addEventListener('controllerchange', controllerChanged);
  }
  document.addEventListener('visibilitychange', occasion);
  addEventListener('online', occasion);
  setInterval(occasion, TICK_MS);
  await look();
}

function occasion() {
  if (document.visibilityState !== 'visible') return;
  if (isSwapped) leave(); // the disk was full when we asked before
  else if (performance.now() >= nextLook) look();
}

async function look() {
  nextLook = performance.now() + LOOK_MS;
  const version = await page.askVersion();
  if (version?.kill) return leaveProgram();
  if (version) root.dataset.minClient = version.minClient;
  else lookSooner();
  if (container) await lookForWorker();
  else if (version && root.dataset.build && version.build !== root.dataset.build) say('ready'); // a reload brings it
  tell();
}

// Without a network this finds the worker that is there, and no other.
async function lookForWorker() {
  try {
    if (registration) return void (await registration.update());
    registration = await container.register('/sw.js', { scope: '/', updateViaCache: 'none' });
  } catch {
    return lookSooner();
  }
  registration.addEventListener('updatefound', () => follow(registration.installing));
  follow(registration.installing);
  showWaiting();
}

function follow(worker) {
  worker?.addEventListener('statechange', () => {
    showWaiting();
    if (worker.state === 'redundant') lookSooner();
  });
}

function lookSooner() {
  nextLook = Math.min(nextLook, performance.now() + LOOK_AGAIN_MS);
}

function showWaiting() {
  const isSaid = !['', 'later'].includes(root.dataset.update ?? '');
  if (registration.waiting && registration.active && !isSaid) say('ready');
}

function say(how) {
  root.dataset.update = how;
  tell();
}

function tell() {
  dispatchEvent(new Event('jiaqiao:update'));
}

// The app says: everything written is on disk.
async function swap() {
  if (isSwapped || !registration) return location.reload();
  say('swapping');
  const worker = registration.waiting ?? (await fetched());
  if (!worker) return location.reload();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => data.taken || say('later');
  worker.postMessage({ type: 'SKIP_WAITING', protocol: PROTOCOL }, [port2]);
  setTimeout(() => {
    if (isSwapped) return;
    // A worker that hears nothing takes over when the last page has closed. One that took over without
    // our hearing of it (seen on iOS) needs the reload all the same.
    if (registration.waiting === worker) return say('later');
    isSwapped = true;
    leave();
  }, SWAP_WITHIN_MS);
}

// Nothing waits yet, as when the office has just told us that we are too old: ask, and wait until it is
// whole. Writing goes on meanwhile, and what was written is brought to disk once more before we leave.
async function fetched() {
  try {
    await registration.update();
  } catch {
    return null;
  }
  const worker = registration.installing;
  if (worker) {
    await new Promise((done) => {
      worker.addEventListener('statechange', () => worker.state !== 'installing' && done());
      if (worker.state !== 'installing') done();
    });
  }
  return registration.waiting;
}

// Another worker now serves this page, whichever tab asked for it: never reload before, or the old one
// would serve the old version again.
function controllerChanged() {
  if (!isControlled) {
    isControlled = true;
    return;
  }
  isSwapped = true;
  leave();
}

// An app that did not come alive has nothing to bring to safety.
function leave() {
  if (page.isAlive()) say('leave');
  else location.reload();
}

// The operator's kill switch: no worker and no kept program until it goes off again, everything from the
// network. IndexedDB is not touched; the outbox waits there and is sent as ever.
async function leaveProgram() {
  const wasServed = Boolean(container?.controller) && (await caches.keys()).some((name) => name.startsWith('jq-'));
  await page.forgetProgram();
  registration = undefined;
  if (!page.isApp || !wasServed) return; // also what ends this: after one reload nothing is left to forget
  isSwapped = true;
  leave();
}
