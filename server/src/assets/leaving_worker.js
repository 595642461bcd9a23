// Served as /sw.js while the operator's kill switch is on. It takes over at once, forgets every kept program,
// answers nothing, and goes. What people wrote lies in IndexedDB, which is not touched; open pages bring the last
// letters to disk when they see the change, and reload from the network.

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(leave()));

async function leave() {
  await self.registration.unregister();
  const kept = (await caches.keys()).filter((name) => name.startsWith('jq-'));
  await Promise.all(kept.map((name) => caches.delete(name)));
}
