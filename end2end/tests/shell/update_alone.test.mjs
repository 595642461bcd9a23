// The script that looks for new versions, alone, in a page whose clock, worker and office are ours.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import vm from 'node:vm';
import { Build } from '../../lib/builds.mjs';

const BUILD = Build.read(process.env.JIAQIAO_DIST);
const SOURCE = String([...BUILD.files].find(([url]) => url.startsWith('/pkg/update.'))[1].body);
const MINUTE = 60_000;
const settled = () => new Promise((wake) => setImmediate(wake));

class FakeWorker extends EventTarget {
  state = 'installed';
  heard = [];
  constructor(answer) { super(); this.answer = answer; }
  postMessage(message, [port]) {
    this.heard.push(message);
    if (this.answer !== undefined) port.postMessage({ taken: this.answer });
  }
  becomes(state) { this.state = state; this.dispatchEvent(new Event('statechange')); }
}

class Page {
  now = 0;
  timers = [];
  reloads = 0;
  updates = 0;
  registers = [];
  forgotten = 0;
  kept = [];
  told = 0;
  isAlive = true;
  visibility = 'visible';
  version = { build: 'this', minClient: 0, kill: false };

  constructor({ worker = true, controlled = true, waiting = null } = {}) {
    this.registration = Object.assign(new EventTarget(), {
      active: controlled ? new FakeWorker() : null, waiting, installing: null,
      update: async () => { this.updates += 1; await this.onUpdate?.(); },
    });
    this.container = Object.assign(new EventTarget(), {
      controller: controlled ? this.registration.active : null,
      register: async (...words) => { this.registers.push(words); return this.registration; },
    });
    this.window = new EventTarget();
    this.document = Object.assign(new EventTarget(), { documentElement: { dataset: { build: 'this' } } });
    Object.defineProperty(this.document, 'visibilityState', { get: () => this.visibility });
    this.window.addEventListener('jiaqiao:update', () => { this.told += 1; });
    this.wakes = [];
    const context = vm.createContext({
      window: { isSecureContext: worker }, document: this.document, navigator: { serviceWorker: this.container },
      location: { reload: () => { this.reloads += 1; } }, caches: { keys: async () => this.kept },
      performance: { now: () => this.now }, Event, MessageChannel: FakeChannel,
      addEventListener: (...words) => this.window.addEventListener(...words),
      dispatchEvent: (event) => this.window.dispatchEvent(event),
      setTimeout: (act, ms) => this.timers.push({ at: this.now + ms, act }),
      setInterval: (act, every) => this.timers.push({ at: this.now + every, act, every }),
    });
    this.watch = vm.runInContext(`${SOURCE.replace('export async', 'async')}\nwatch`, context);
  }

  async start(isApp = true) {
    await this.watch({ isApp, isAlive: () => this.isAlive, askVersion: async () => this.version,
      forgetProgram: async () => { this.forgotten += 1; this.kept = []; this.container.controller = null; } });
    await settled();
    return this;
  }

  get says() { return this.document.documentElement.dataset.update; }
  async safe() { this.window.dispatchEvent(new Event('jiaqiao:safe')); await settled(); }
  async seen() { this.document.dispatchEvent(new Event('visibilitychange')); await settled(); }
  async taken() {
    this.registration.active = this.registration.waiting;
    this.registration.waiting = null;
    this.container.dispatchEvent(new Event('controllerchange'));
    await settled();
  }
  async pass(ms) {
    const end = this.now + ms;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.now = due.at;
      if (due.every) due.at += due.every;
      else this.timers.splice(this.timers.indexOf(due), 1);
      due.act();
      await settled();
    }
    this.now = end;
  }
}

class FakeChannel {
  port1 = {};
  port2 = { postMessage: (data) => queueMicrotask(() => this.port1.onmessage({ data })) };
}

test('it registers without trusting any cache, and looks again once an hour, only in sight', async () => {
  const page = await new Page().start();
  assert.equal(JSON.stringify(page.registers), JSON.stringify([['/sw.js', { scope: '/', updateViaCache: 'none' }]]));
  for (let n = 0; n < 50; n += 1) { await page.pass(MINUTE); await page.seen(); }
  assert.equal(page.updates, 0);
  await page.pass(10 * MINUTE);
  assert.equal(page.updates, 1, 'also where nobody touches anything');
  page.visibility = 'hidden';
  await page.pass(300 * MINUTE);
  assert.equal(page.updates, 1);
  page.visibility = 'visible';
  await page.seen();
  assert.equal(page.updates, 2);
  assert.equal(page.registers.length, 1);
});

test('a look that met no office, and a download that broke off, come again after a minute', async () => {
  const page = await Object.assign(new Page(), { version: null }).start();
  assert.deepEqual([page.forgotten, page.reloads, page.says], [0, 0, undefined]);
  await page.seen();
  assert.equal(page.updates, 0);
  await page.pass(MINUTE);
  page.version = { build: 'this', minClient: 0, kill: false };
  await page.seen();
  assert.equal(page.updates, 1);
  const worker = Object.assign(new FakeWorker(), { state: 'installing' });
  page.registration.installing = worker;
  page.registration.dispatchEvent(new Event('updatefound'));
  worker.becomes('redundant');
  assert.equal(page.says, undefined);
  await page.pass(MINUTE);
  await page.seen();
  assert.equal(page.updates, 2);
});

test('the order: offered, all on disk, asked, taken over, all on disk, reloaded; once', async () => {
  const worker = new FakeWorker(true);
  const page = await new Page({ waiting: worker }).start();
  assert.deepEqual([page.says, worker.heard.length, page.reloads], ['ready', 0, 0]);
  await page.safe();
  assert.equal(JSON.stringify(worker.heard), '[{"type":"SKIP_WAITING","protocol":1}]');
  assert.deepEqual([page.says, page.reloads], ['swapping', 0]);
  await page.taken();
  assert.deepEqual([page.says, page.reloads], ['leave', 0], 'not before the app says so');
  await page.safe();
  assert.equal(page.reloads, 1);
  await page.pass(10_000);
  assert.equal(page.reloads, 1);
});

test('a tab where nobody tapped leaves too, and as long as its disk is full it is only asked again', async () => {
  const page = await new Page().start();
  page.registration.waiting = new FakeWorker(true);
  await page.taken();
  assert.deepEqual([page.says, page.reloads], ['leave', 0]);
  const { told } = page;
  await page.pass(MINUTE);
  assert.equal(page.reloads, 0);
  await page.seen();
  assert.equal(page.told, told + 1);
  await page.safe();
  assert.equal(page.reloads, 1);
});

test('the first worker of all changes nothing for an open page; one that never came alive just loads again', async () => {
  const page = await new Page({ controlled: false }).start();
  page.container.dispatchEvent(new Event('controllerchange'));
  assert.deepEqual([page.says, page.reloads], [undefined, 0]);
  page.isAlive = false;
  page.container.dispatchEvent(new Event('controllerchange'));
  assert.equal(page.reloads, 1);
});

for (const [what, answer, wait] of [['another protocol', false, 0], ['no answer', undefined, 5_000]]) {
  test(`${what}: the new version comes at the next start`, async () => {
    const page = await new Page({ waiting: new FakeWorker(answer) }).start();
    await page.safe();
    await page.pass(wait - 1);
    if (wait > 0) assert.equal(page.says, 'swapping');
    await page.pass(1);
    assert.deepEqual([page.says, page.reloads], ['later', 0]);
    await page.pass(20_000);
    assert.deepEqual([page.says, page.reloads], ['later', 0]);
    // A still newer one may understand.
    const worker = new FakeWorker(true);
    Object.assign(page.registration, { waiting: worker, installing: worker });
    page.registration.dispatchEvent(new Event('updatefound'));
    worker.becomes('installed');
    assert.equal(page.says, 'ready');
  });
}

test('a change that nobody told of is noticed after five seconds', async () => {
  const page = await new Page({ waiting: new FakeWorker(true) }).start();
  await page.safe();
  page.registration.waiting = null;
  await page.pass(5_000);
  assert.equal(page.says, 'leave');
  await page.safe();
  assert.equal(page.reloads, 1);
});

test('too old, and nothing waits: the tap fetches the new version first; without one it loads again', async () => {
  const page = await Object.assign(new Page(), { version: { build: 'next', minClient: 7, kill: false } }).start();
  assert.deepEqual([page.document.documentElement.dataset.minClient, page.says], [7, undefined]);
  assert.ok(page.told > 0);
  const worker = Object.assign(new FakeWorker(true), { state: 'installing' });
  page.onUpdate = () => { page.registration.installing = worker; };
  await page.safe();
  assert.deepEqual([page.says, worker.heard.length], ['swapping', 0]);
  Object.assign(page.registration, { waiting: worker, installing: null });
  worker.becomes('installed');
  await settled();
  assert.equal(worker.heard.length, 1);

  const offline = await new Page().start();
  offline.onUpdate = () => { throw new TypeError('no network'); };
  await offline.safe();
  assert.equal(offline.reloads, 1);
});

test('without workers another build is offered, and a tap is a reload', async () => {
  const page = await new Page({ worker: false }).start();
  assert.equal(page.says, undefined);
  page.version = { build: 'next', minClient: 0, kill: false };
  await page.pass(60 * MINUTE);
  assert.deepEqual([page.says, page.reloads], ['ready', 0]);
  await page.safe();
  assert.equal(page.reloads, 1);
});

test('the kill switch: forgets, leaves once, and stays quiet until it is off; then all comes back', async () => {
  const page = Object.assign(new Page(), { kept: ['jq-this'], version: { build: 'this', minClient: 0, kill: true } });
  await page.start();
  assert.deepEqual([page.forgotten, page.registers.length, page.says, page.reloads], [1, 0, 'leave', 0]);
  await page.safe();
  assert.equal(page.reloads, 1);

  const after = Object.assign(new Page({ controlled: false }), { version: page.version });
  await after.start();
  await after.pass(120 * MINUTE);
  assert.deepEqual([after.registers.length, after.says, after.reloads], [0, undefined, 0]);
  after.version = { ...page.version, kill: false };
  await after.pass(60 * MINUTE);
  assert.equal(after.registers.length, 1);

  const still = Object.assign(new Page(), { version: page.version });
  await still.start();
  assert.deepEqual([still.says, still.reloads], [undefined, 0], 'nothing kept any more: no reload without end');
});

test('a public page registers and forgets as well, and is never reloaded', async () => {
  const page = Object.assign(new Page({ waiting: new FakeWorker(true) }), { kept: ['jq-this'] });
  await page.start(false);
  assert.equal(page.registers.length, 1);
  await page.taken();
  page.version = { build: 'this', minClient: 0, kill: true };
  await page.pass(60 * MINUTE);
  assert.deepEqual([page.forgotten, page.reloads], [1, 0]);
});
