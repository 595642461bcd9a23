// The service worker: keeps the app's own files on the phone, so that it opens without a network.
//
// It stores exactly the files of PRECACHE and nothing else: no answer that belongs to a person ever
// enters a cache, and IndexedDB is not touched here. The build writes the two constants in; a change
// of either makes this file differ, which is how a browser learns of a new version.

const BUILD = '__BUILD__';
const PRECACHE = __PRECACHE__; // [{ url, sha256 (base64), bytes, type }]

const PREFIX = 'jq-';
const CACHE = PREFIX + BUILD;
const SHELL = '/app/shell';
const USED = '/jq-used'; // an entry that marks a cache whose version once took over
const PROTOCOL = 1; // of the messages below, as in update.js
const KEPT = new Set(PRECACHE.map((entry) => entry.url).filter((url) => url !== SHELL));

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));

// A new version waits until the page has brought its outbox to safety and asks for the change. Taking
// over on our own would swap files under an open page. Only the very first worker has nobody to wait for.
async function install() {
  await fill();
  if (!self.registration.active) await self.skipWaiting();
}

// One file that fails fails it all, but only after the others have come as far as they can: on a bad line
// each try gets further.
async function fill() {
  const cache = await caches.open(CACHE);
  const kept = await Promise.allSettled(PRECACHE.map((entry) => keep(cache, entry)));
  const failed = kept.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

// Stores one file, or rejects and thereby fails the whole installation; the version in use goes on.
// What an interrupted attempt already stored is kept and counts in the next one.
async function keep(cache, entry) {
  if (await isSound(await cache.match(entry.url, { ignoreVary: true }), entry)) return;
  const response = (await fromOlder(entry)) ?? (await fromServer(entry));
  await cache.put(entry.url, response);
}

// A hashed name is the same file in every build. The other files are not copied from an older cache,
// because their headers (the shell's policy) belong to the build that serves them.
async function fromOlder(entry) {
  if (!isHashed(entry.url)) return undefined;
  const response = await caches.match(entry.url, { ignoreVary: true });
  return (await isSound(response, entry)) ? response : undefined;
}

// Hashed files may come from the HTTP cache, where the page has just put them: a first visit does not
// download the app twice. If that copy is damaged, ask the server itself once.
async function fromServer(entry) {
  for (const cache of isHashed(entry.url) ? ['default', 'reload'] : ['no-store']) {
    const response = await fetch(entry.url, {
      cache,
      credentials: 'omit', // nothing here depends on who asks
      mode: 'same-origin',
      redirect: 'error',
    });
    if (await isSound(response, entry)) return response;
  }
  throw new Error(entry.url + ' is not what the build made');
}

// Captive portals answer 200 with a page of their own for any address: status and type are not enough.
async function isSound(response, entry) {
  if (!response || response.status !== 200 || response.redirected) return false;
  const type = (response.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
  if (type !== entry.type) return false;
  const bytes = await response.clone().arrayBuffer();
  if (bytes.byteLength !== entry.bytes) return false;
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return btoa(String.fromCharCode(...new Uint8Array(digest))) === entry.sha256;
}

// The version that was in use stays for pages that are still open in it. Everything else goes: older
// versions, and what is left of installations that were interrupted or never asked to take over.
async function activate() {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  const used = [];
  for (const name of older) if (await caches.match(USED, { cacheName: name })) used.push(name);
  const previous = used.at(-1);
  await Promise.all(older.filter((name) => name !== previous).map((name) => caches.delete(name)));
  await (await caches.open(CACHE)).put(USED, new Response(BUILD));
  await self.clients.claim();
}

// Whatever gets no `respondWith` here goes to the network as if there were no worker: sync, live events,
// sign-in, attachments, public pages.
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname === '/app' || pathname.startsWith('/app/')) event.respondWith(shellFirst(event));
    else if (pathname === '/' || pathname === '/sign-in') event.respondWith(networkElseShell(request));
  } else if (KEPT.has(pathname) || isHashed(pathname)) {
    event.respondWith(cacheFirst(request, pathname));
  }
});

// One shell serves every address of the app, so a deep link opens offline. A copy that the browser has
// thrown away is fetched again beside the answer; until then the app needs the network.
async function shellFirst(event) {
  const shell = await stored(SHELL);
  if (shell) return shell;
  event.waitUntil(fill().catch(() => {}));
  return fetch(event.request);
}

// Without a network the front page and the sign-in page give way to the app, which knows whether
// somebody is signed in on this phone.
async function networkElseShell(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await stored(SHELL);
    if (shell) return shell;
    throw error;
  }
}

async function cacheFirst(request, pathname) {
  return (await stored(pathname)) ?? fetch(request);
}

// This version's copy, else the previous one's; nothing when the phone's storage is in trouble.
async function stored(url) {
  try {
    const own = await caches.match(url, { cacheName: CACHE, ignoreVary: true });
    return own ?? (await caches.match(url, { ignoreVary: true }));
  } catch {
    return undefined;
  }
}

function isHashed(pathname) {
  return pathname.startsWith('/pkg/');
}

// A page of another build may speak otherwise. It is told so, and the change then comes by itself when the
// last page of the old version has closed.
self.addEventListener('message', (event) => {
  const { type, protocol } = event.data ?? {};
  if (type !== 'SKIP_WAITING') return;
  const taken = protocol === PROTOCOL;
  event.ports[0]?.postMessage({ taken });
  if (taken) event.waitUntil(self.skipWaiting());
});
