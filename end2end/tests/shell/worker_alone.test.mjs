// The worker's script alone, with a browser made of maps: what it keeps, when it refuses, what it answers.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { Build } from '../../lib/builds.mjs';

const DIST = process.env.JIAQIAO_DIST;
const SOURCE = readFileSync(join(DIST, 'sw.js'), 'utf8');
const ORIGIN = 'https://school.example';
const BYTES_MAX = 20_480;
const sha256 = (text) => createHash('sha256').update(text).digest('base64');

const FILES = { '/app/shell': 'text/html', '/pkg/app.1.js': 'text/javascript', '/pkg/app_bg.1.wasm': 'application/wasm' };
const NEXT = { '/app/shell': 'text/html', '/pkg/app.2.js': 'text/javascript', '/pkg/app_bg.1.wasm': 'application/wasm' };
const TYPES = { ...FILES, ...NEXT };
const body = (url) => `the file ${url}`;
const precache = (files) => Object.entries(files).map(([url, type]) => ({ url, sha256: sha256(body(url)), bytes: body(url).length, type }));

class FakeCaches {
  map = new Map();
  async open(name) {
    if (!this.map.has(name)) this.map.set(name, new Map());
    const files = this.map.get(name);
    const path = (key) => new URL(key.url ?? key, ORIGIN).pathname;
    return {
      match: async (key) => files.get(path(key))?.clone(),
      put: async (key, response) => { files.set(path(key), response); },
    };
  }
  async keys() { return [...this.map.keys()]; }
  async delete(name) { return this.map.delete(name); }
  async match(key, { cacheName } = {}) {
    for (const name of cacheName ? [cacheName] : this.map.keys()) {
      const found = this.map.has(name) && await (await this.open(name)).match(key);
      if (found) return found;
    }
    return undefined;
  }
  files(name) { return [...(this.map.get(name)?.keys() ?? [])].sort(); }
}

/** One browser with workers of several builds; `net` answers for the network. */
class Browser {
  caches = new FakeCaches();
  active = null;
  skipped = 0;
  asked = [];
  net = (url) => new Response(body(url), { headers: { 'content-type': `${TYPES[url]}; charset=utf-8` } });

  worker(build, files = FILES) {
    const handlers = {};
    const browser = this;
    const self = {
      location: new URL(`${ORIGIN}/sw.js`),
      registration: { get active() { return browser.active; } },
      skipWaiting: async () => { browser.skipped += 1; },
      clients: { claim: async () => {} },
      addEventListener: (type, handler) => { handlers[type] = handler; },
    };
    const fetch = async (request, options = {}) => {
      const url = new URL(request.url ?? request, ORIGIN).pathname;
      this.asked.push([url, options.cache]);
      return this.net(url, options);
    };
    const text = SOURCE.replace(/^const BUILD = .*$/m, `const BUILD = '${build}';`)
      .replace(/^const PRECACHE = .*$/m, `const PRECACHE = ${JSON.stringify(precache(files))};`);
    vm.runInNewContext(text, { self, caches: this.caches, fetch, crypto, btoa, URL, Response, Uint8Array, Set, Error, Promise });
    const fire = async (type, event = {}) => {
      const waits = [];
      let answer;
      handlers[type]({ ...event, waitUntil: (wait) => waits.push(wait), respondWith: (given) => { answer = given; } });
      const response = await answer;
      await Promise.all(waits);
      return response;
    };
    const get = (path, more = {}) => fire('fetch', { request: { method: 'GET', mode: 'cors', url: ORIGIN + path, ...more } });
    return { fire, get, open: (path) => get(path, { mode: 'navigate' }) };
  }

  async install(build, files) {
    const worker = this.worker(build, files);
    await worker.fire('install');
    await worker.fire('activate');
    this.active = worker;
    return worker;
  }
}

test('it is small, and written by hand', () => {
  assert.ok(statSync(join(DIST, 'sw.js')).size <= BYTES_MAX);
  assert.ok(!SOURCE.includes('indexedDB.') && !/__[A-Z_]+__/.test(SOURCE));
  const listed = Build.read(DIST).precache.map(({ url }) => url);
  for (const url of Object.values(Build.read(DIST).entry)) assert.ok(listed.includes(url), url);
});

const page = '<p>Please sign in to our Wi-Fi.</p>';
const html = { headers: { 'content-type': 'text/html' } };
for (const [what, answer] of [
  ['a hotel page with status 200', () => new Response(page, html)],
  ['another status', (url) => new Response(body(url), { status: 203, headers: { 'content-type': TYPES[url] } })],
  ['another type', (url) => new Response(body(url), { headers: { 'content-type': 'text/plain' } })],
  ['fewer bytes', (url) => new Response(body(url).slice(1), { headers: { 'content-type': TYPES[url] } })],
  ['as many, but other bytes', (url) => new Response(body(url).toUpperCase(), { headers: { 'content-type': TYPES[url] } })],
  ['a redirect that was followed', (url) => Object.defineProperty(new Response(body(url), { headers: { 'content-type': TYPES[url] } }), 'redirected', { value: true })],
  ['no answer', () => { throw new TypeError('Failed to fetch'); }],
]) {
  for (const spoilt of ['/app/shell', '/pkg/app.2.js']) {
    test(`${spoilt} comes as ${what}: the new version is not installed, the old one stays whole`, async () => {
      const browser = new Browser();
      await browser.install('old');
      const before = browser.caches.files('jq-old');
      const { net } = browser;
      browser.net = (url) => (url === spoilt ? answer(url) : net(url));
      await assert.rejects(browser.worker('new', NEXT).fire('install'));
      assert.deepEqual(browser.caches.files('jq-old'), before);
      assert.ok(!browser.caches.files('jq-new').includes(spoilt));
      assert.equal(browser.skipped, 1, 'only the first one did not wait');
      // The next try asks only for what is missing.
      browser.net = net;
      browser.asked.length = 0;
      await browser.worker('new', NEXT).fire('install');
      assert.deepEqual([...new Set(browser.asked.map(([url]) => url))], [spoilt]);
      assert.equal(browser.skipped, 1, 'nor does a whole new one take over unasked');
    });
  }
}

test('a damaged copy in the browser is asked for once more from the office itself', async () => {
  const browser = new Browser();
  const net = browser.net;
  browser.net = (url, { cache }) => (cache === 'default' ? new Response(page, html) : net(url));
  await browser.install('one');
  assert.deepEqual(browser.asked.filter(([url]) => url === '/pkg/app.1.js').map(([, cache]) => cache), ['default', 'reload']);
  assert.deepEqual(browser.asked.filter(([url]) => url === '/app/shell').map(([, cache]) => cache), ['no-store']);
});

test('the version in use before stays for its pages; older ones and broken tries go', async () => {
  const browser = new Browser();
  await browser.install('one');
  await browser.install('two');
  await (await browser.caches.open('jq-broken')).put('/pkg/app.9.js', new Response('half'));
  await (await browser.caches.open('somebody-else')).put('/x', new Response('x'));
  await browser.install('three');
  assert.deepEqual((await browser.caches.keys()).sort(), ['jq-three', 'jq-two', 'somebody-else']);
});

test('without network every address of the app is the shell, an old page finds its own files, and nothing else is answered', async () => {
  const browser = new Browser();
  await browser.install('old');
  const worker = await browser.install('new', NEXT);
  browser.net = () => { throw new TypeError('Failed to fetch'); };
  for (const path of ['/app', '/app/', '/app/notes/1', '/', '/sign-in']) assert.equal(await (await worker.open(path)).text(), body('/app/shell'), path);
  for (const path of ['/pkg/app.2.js', '/pkg/app.1.js', '/pkg/app_bg.1.wasm']) assert.equal(await (await worker.get(path)).text(), body(path), path);
  await assert.rejects(worker.get('/pkg/none.js'));
  for (const path of ['/version.json', '/sw.js', '/api/v1/session', '/live', '/app/shell']) assert.equal(await worker.get(path), undefined, path);
  assert.equal(await worker.get('/pkg/app.2.js', { method: 'POST' }), undefined);
  assert.equal(await worker.fire('fetch', { request: { method: 'GET', mode: 'cors', url: 'https://other.example/pkg/app.2.js' } }), undefined);
});

test('what is fetched for a page is never kept, and a copy that the browser threw away is made good', async () => {
  const browser = new Browser();
  const worker = await browser.install('one');
  browser.net = () => new Response(page, html);
  await worker.get('/pkg/other.js');
  assert.ok(!browser.caches.files('jq-one').includes('/pkg/other.js'));
  await browser.caches.delete('jq-one');
  assert.equal(await (await worker.open('/app/today')).text(), page);
  assert.deepEqual(browser.caches.files('jq-one'), []);
  browser.net = new Browser().net;
  await worker.open('/app/shell');
  assert.deepEqual(browser.caches.files('jq-one'), Object.keys(FILES).sort());
});

for (const [data, taken, skips] of [
  [{ type: 'SKIP_WAITING', protocol: 1 }, true, 1],
  [{ type: 'SKIP_WAITING', protocol: 2 }, false, 0],
  [{ type: 'SKIP_WAITING' }, false, 0],
  [{ type: 'DANCE', protocol: 1 }, undefined, 0],
  [null, undefined, 0],
]) {
  test(`asked ${JSON.stringify(data)} it says ${taken}`, async () => {
    const browser = new Browser();
    const worker = browser.worker('one');
    const said = [];
    await worker.fire('message', { data, ports: [{ postMessage: (word) => said.push(word.taken) }] });
    assert.deepEqual([said, browser.skipped], [taken === undefined ? [] : [taken], skips]);
    await worker.fire('message', { data, ports: [] });
  });
}
