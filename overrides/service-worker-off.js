// This site no longer keeps copies: what an earlier version kept is removed, and so is this.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const own = new URL(self.registration.scope).pathname;
    for (const name of await caches.keys()) {
      if (name.startsWith(`${own} `)) await caches.delete(name);
    }
    await self.registration.unregister();
  })());
});
