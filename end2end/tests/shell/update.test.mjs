// A new version: through a hotel's Wi-Fi and a download that breaks off, with a full outbox and two tabs; and old
// pages before a new office.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office, until } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';
import { Build } from '../../lib/builds.mjs';
import { Eyes } from '../../lib/eyes.mjs';
import { answer, onScreen, openThread, seen } from '../../lib/notes.mjs';

const DIST = process.env.JIAQIAO_DIST;
const COMMANDS = 20;
const NEW_VERSION = /有新版本/;
const offer = (page) => page.getByRole('button', { name: '换到新版本' });
const isPush = (request) => request.url.endsWith('/sync/push');
const said = (n) => `新旧版本之间的第${n}句。`;

const house = async (t, login = 'guardian') => {
  const office = await Office.start();
  t.after(() => office.stop());
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  if (login) await phone.signIn(login);
  return { office, phone, now: Build.read(DIST) };
};

const next = (t, mark, edit) => {
  const build = Build.after(DIST, mark, edit);
  t.after(() => build.forget());
  return build;
};

/** Looks for a new version now, as the app does by itself once an hour; false if that failed at once. */
const look = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration.update().then(() => true, () => false);
});

/** Whether a download is under way or a whole new version waits. */
const pending = (page) => page.evaluate(async () => {
  const { installing, waiting } = await navigator.serviceWorker.getRegistration();
  return { installing: Boolean(installing), waiting: Boolean(waiting) };
});

/** A try may break off, as when the office has just started anew: then the next one brings it. */
const arrives = (page) => until('the new version to be whole', async () => {
  await look(page);
  await quiet(page);
  return (await pending(page)).waiting;
});

const quiet = (page) => until('the download to end', async () => !(await pending(page)).installing);

/** The old version: whole on the phone, byte for byte, and the one that runs, with and without network. */
const intact = async (phone, build, words) => {
  const kept = (await phone.kept())[`jq-${build.name}`];
  for (const { url, sha256 } of build.precache) assert.equal(kept[url], sha256, url);
  phone.line.down();
  await phone.page.reload({ waitUntil: 'commit' });
  await seen(phone.page, words);
  assert.equal(await phone.build(), build.name);
  phone.line.up();
};

/** Nothing that is not what some build made. */
const sound = async (phone, ...builds) => {
  for (const [name, files] of Object.entries(await phone.kept())) {
    const build = builds.find((build) => name === `jq-${build.name}`);
    assert.ok(build, `${name} is no cache of a build`);
    const hashes = new Map(build.precache.map(({ url, sha256 }) => [url, sha256]));
    for (const [url, sha256] of Object.entries(files)) if (url !== '/jq-used') assert.equal(sha256, hashes.get(url), `${name} ${url}`);
  }
};

const everythingOnce = async (t, office) => {
  const father = await Phone.open(office);
  t.after(() => father.close());
  await father.signIn('guardian2');
  await openThread(father, '没带齐课本或水杯');
  for (let n = 1; n <= COMMANDS; n += 1) {
    await seen(father.page, said(n), { exact: true });
    assert.equal(await onScreen(father.page, said(n), { exact: true }).count(), 1, said(n));
  }
};

test(`${COMMANDS} commands written offline, a hotel's Wi-Fi, a broken download, two tabs: all arrive once, the new version runs`, async (t) => {
  const { office, phone: mother, now } = await house(t);
  const fresh = next(t, 'next');
  const { page, line } = mother;
  await openThread(mother, '没带齐课本或水杯');
  const second = await mother.tab();
  await mother.go('/app/notes', second);
  await second.getByRole('link').filter({ hasText: '两位数乘法' }).first().click();
  await seen(second, '进位写清楚');
  line.down();
  const eyes = Eyes.open(page, second);
  for (let n = 1; n <= COMMANDS; n += 1) await answer(mother, said(n));
  await second.getByRole('textbox', { name: '回复' }).fill('在另一页写到一半');
  await office.replace(fresh.folder);

  // A hotel: everything is answered, with status 200 and its own page.
  const before = await mother.kept();
  let portal = 0;
  line.misuse = () => { portal += 1; return 'portal'; };
  line.up();
  assert.equal(await look(page), false);
  await page.reload({ waitUntil: 'commit' });
  await seen(page, said(COMMANDS));
  await seen(page, '没有网络');
  assert.equal(await mother.build(), now.name);
  assert.equal(await look(page), false);
  await until('the hotel to have answered everything', () => portal > 3);
  assert.deepEqual(await mother.kept(), before);
  assert.deepEqual(await pending(page), { installing: false, waiting: false });

  // The office itself, but nothing gets through to it yet, and the download breaks off; then it is damaged.
  for (const fate of ['half', 'wrong']) {
    let broken = 0;
    line.misuse = (request) => {
      if (isPush(request)) return 'cut';
      if (request.url !== fresh.entry.app_wasm) return null;
      broken += 1;
      return fate;
    };
    await look(page);
    await until('the download to break off', () => broken > 0);
    await quiet(page);
    assert.deepEqual(await pending(page), { installing: false, waiting: false }, fate);
    assert.equal((await mother.kept())[`jq-${fresh.name}`][fresh.entry.app_wasm], undefined);
    await sound(mother, now, fresh);
    await intact(mother, now, said(COMMANDS));
  }
  assert.equal(await offer(page).count(), 0);

  // A good line at last: the offer stands in both tabs, quiet and large enough, while everything is still unsent.
  line.misuse = (request) => (isPush(request) ? 'cut' : null);
  await arrives(page);
  for (const tab of [page, second]) {
    await seen(tab, NEW_VERSION);
    const { width, height } = await offer(tab).boundingBox();
    assert.ok(width >= 44 && height >= 44, `${width} x ${height}`);
  }
  assert.equal(await mother.build(), now.name);
  assert.equal(await onScreen(page, '已存本机').count() > 0, true);
  await page.getByRole('textbox', { name: '回复' }).fill('点的时候还在写');
  await second.getByRole('textbox', { name: '回复' }).fill('在另一页写到一半又多写几个字');
  await offer(page).click();
  for (const tab of [page, second]) await mother.runs(fresh, tab);
  await seen(page, said(COMMANDS));
  await seen(second, '进位写清楚');
  assert.equal(await page.getByRole('textbox', { name: '回复' }).inputValue(), '点的时候还在写');
  assert.equal(await second.getByRole('textbox', { name: '回复' }).inputValue(), '在另一页写到一半又多写几个字');
  assert.equal(await offer(page).count(), 0);

  // The new version sends what the old one wrote, through a line that doubles and loses.
  line.misuse = (request, n) => (isPush(request) ? ['double', 'lose', null][n % 3] : null);
  await until('everything to be delivered', async () => {
    await page.evaluate(() => dispatchEvent(new Event('online')));
    return await page.getByRole('main').getByText('已存本机', { exact: true }).count() === 0
      && await page.getByRole('main').getByText('发送中', { exact: true }).count() === 0;
  }, 60_000);
  line.misuse = () => null;
  await everythingOnce(t, office);
  await mother.go('/app/outbox');
  await seen(page, '都送达了');
  await sound(mother, now, fresh);
  await intact(mother, fresh, '都送达了');
  assert.deepEqual(await eyes.close(), []);
  t.diagnostic(`${eyes.looks} looks at two tabs, none at a blank page`);
  assert.ok(eyes.looks > 100);
  assert.deepEqual(mother.errors, []);
});

test('what is typed at the moment of the tap is on disk before any tab reloads; a tab whose disk is full stays until it can', async (t) => {
  const { office, phone: mother, now } = await house(t, null);
  const fresh = next(t, 'next');
  await mother.context.addInitScript(() => {
    // A draft's own timer never comes, so only the change itself can have brought it to disk; and disks can be full.
    const later = window.setTimeout;
    window.setTimeout = (act, ms, ...rest) => later(act, ms === 200 ? 1e8 : ms, ...rest);
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function transaction(...words) {
      if (window.isFull && words[1] === 'readwrite') throw new DOMException('full', 'QuotaExceededError');
      return begin.apply(this, words);
    };
  });
  await mother.signIn('guardian');
  const { page } = mother;
  const second = await mother.tab();
  const box = (tab) => tab.getByRole('textbox', { name: '回复' });
  const full = (tab, isFull) => tab.evaluate((isFull) => { window.isFull = isFull; }, isFull);
  for (const [tab, thread] of [[page, '没带齐课本或水杯'], [second, '两位数乘法']]) {
    await mother.go('/app/notes', tab);
    await tab.getByRole('link').filter({ hasText: thread }).first().click();
    await box(tab).waitFor();
  }
  await office.replace(fresh.folder);
  await arrives(page);
  await seen(second, NEW_VERSION);
  await box(page).fill('点的时候还在写');
  await box(second).fill('在另一页写到一半');

  await full(page, true);
  await offer(page).click();
  await seen(page, '空间满了');
  await new Promise((wake) => setTimeout(wake, 1_500));
  for (const tab of [page, second]) assert.equal(await mother.build(tab), now.name);

  await full(page, false);
  await full(second, true);
  await offer(page).click();
  await mother.runs(fresh);
  await until('the first tab to have its letters', async () => await box(page).inputValue() === '点的时候还在写');
  await new Promise((wake) => setTimeout(wake, 1_500));
  assert.equal(await mother.build(second), now.name);
  assert.equal(await box(second).inputValue(), '在另一页写到一半');
  await full(second, false);
  await second.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await mother.runs(fresh, second);
  await until('the second tab to have its letters', async () => await box(second).inputValue() === '在另一页写到一半');
  assert.deepEqual(mother.errors, []);
});

test('an old page before a new office: it goes on, sends, opens every screen; the next cold start is the new version', async (t) => {
  const { office, phone: mother, now } = await house(t);
  const fresh = next(t, 'next');
  await openThread(mother, '没带齐课本或水杯');
  await office.replace(fresh.folder);
  const eyes = Eyes.open(mother.page);
  for (let n = 1; n <= COMMANDS; n += 1) await answer(mother, said(n));
  await mother.sync();
  await everythingOnce(t, office);
  await arrives(mother.page);
  await seen(mother.page, NEW_VERSION);
  for (const [name, words] of [['今天', '需要您处理'], ['沟通', '两位数乘法']]) {
    await mother.page.getByRole('link', { name, exact: true }).first().click();
    await seen(mother.page, words);
  }
  for (const address of ['/app/account', '/app/notes', '/app/outbox']) {
    await mother.go(address);
    await seen(mother.page, NEW_VERSION);
    assert.equal(await mother.build(), now.name, 'nobody is changed over without having asked');
  }
  assert.deepEqual(await eyes.close(), []);
  assert.deepEqual(mother.errors, []);

  await mother.kill();
  await office.kill();
  await mother.start();
  await mother.go('/app/today');
  await seen(mother.page, '需要您处理');
  assert.equal(await mother.build(), fresh.name, 'with nothing open, the browser itself has swapped; offline too');
  assert.deepEqual(mother.errors, []);
});

for (const [what, edit] of [
  ['speaks another protocol', (worker) => worker.replace('const PROTOCOL = 1;', 'const PROTOCOL = 2;')],
  ['does not answer', (worker) => worker.replace("self.addEventListener('message'", "self.addEventListener('mumble'")],
]) {
  test(`a new worker that ${what} costs nothing: the app goes on and says when the new version comes`, async (t) => {
    const { office, phone: mother, now } = await house(t);
    const fresh = next(t, 'strange', { worker: edit });
    const worker = String(now.files.get('/sw.js').body);
    assert.notEqual(edit(worker), worker, 'it is indeed another worker');
    await office.replace(fresh.folder);
    await arrives(mother.page);
    await offer(mother.page).click();
    await seen(mother.page, '下次打开时换上');
    assert.equal(await mother.build(), now.name);
    await openThread(mother, '没带齐课本或水杯');
    await answer(mother, said(1));
    await mother.kill();
    await mother.start();
    await mother.go('/app/outbox');
    await mother.runs(fresh);
    await mother.sync();
    await seen(mother.page, '都送达了');
    assert.deepEqual(mother.errors, []);
  });
}

test('files of this build and the two before are served, byte for byte; a page of two builds ago goes on without a worker', async (t) => {
  const { office, now } = await house(t, null);
  const builds = [now, next(t, 'second'), next(t, 'third'), next(t, 'fourth')];
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  await phone.context.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  await phone.go('/sign-in');
  await phone.page.getByLabel('登录号').fill('guardian');
  await phone.page.getByLabel('密码', { exact: true }).fill('jiaqiao-demo');
  await phone.page.getByRole('button', { name: '登录' }).click();
  await phone.marked('pull-durable');
  for (const build of builds.slice(1, 3)) await office.replace(build.folder);
  for (const build of builds.slice(0, 3)) {
    for (const [url, file] of [...build.files].filter(([url]) => url.startsWith('/pkg/'))) {
      const served = await fetch(office.url + url);
      assert.equal(served.status, 200, url);
      assert.match(served.headers.get('cache-control'), /immutable/);
      assert.ok(Buffer.from(await served.arrayBuffer()).equals(file.body), url);
    }
  }
  assert.equal(await phone.build(), now.name);
  await openThread(phone, '没带齐课本或水杯');
  await answer(phone, said(1));
  await phone.sync();
  await phone.page.evaluate((url) => fetch(url, { cache: 'reload' }).then((file) => WebAssembly.compileStreaming(file)), now.entry.app_wasm);

  await office.replace(builds[3].folder);
  const gone = await fetch(office.url + now.entry.app_wasm);
  assert.deepEqual([gone.status, gone.headers.get('cache-control')], [404, 'no-store']);
  assert.equal((await fetch(office.url + builds[1].entry.app_wasm)).status, 200);
  // Without a worker a plain reload is the change.
  await phone.page.reload({ waitUntil: 'commit' });
  await phone.runs(builds[3]);
  await openThread(phone, '没带齐课本或水杯');
  await seen(phone.page, said(1));
  assert.deepEqual(phone.errors, []);
});

test('an office that no longer speaks as this build does: the app says so at once, keeps the outbox, and the tap brings the new version', async (t) => {
  const { office, phone: mother, now } = await house(t);
  const fresh = next(t, 'next');
  await openThread(mother, '没带齐课本或水杯');
  mother.line.down();
  await answer(mother, said(1));
  await office.replace(fresh.folder);
  // Only the word on versions comes through: the office that means it would refuse the push as well.
  mother.line.misuse = (request) => {
    if (request.url.startsWith('/api/')) return 'cut';
    return request.url === '/version.json' ? tooOld : null;
  };
  const tooOld = (version) => {
    version.body = Buffer.from(JSON.stringify({ build: fresh.name, min_client: 99, kill: false }));
    version.headers['content-length'] = version.body.length;
  };
  mother.line.up();
  await mother.page.reload({ waitUntil: 'commit' });
  await seen(mother.page, '这个版本太旧');
  await seen(mother.page, said(1));
  await answer(mother, said(2));
  mother.line.misuse = (request) => (request.url.startsWith('/api/') ? 'cut' : null);
  await offer(mother.page).click();
  await mother.runs(fresh);
  mother.line.misuse = () => null;
  await mother.go('/app/outbox');
  await mother.sync();
  await seen(mother.page, '都送达了');
  assert.equal(await mother.page.getByText('这个版本太旧').count(), 0);
  assert.notEqual(await mother.build(), now.name);
  assert.deepEqual(mother.errors, []);
});
