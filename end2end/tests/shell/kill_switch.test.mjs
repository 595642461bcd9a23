// The operator's kill switch: phones drop the worker and the kept program, never what people wrote, and return to
// normal by themselves.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office, until } from '../../lib/server.mjs';
import { PASSWORD, Phone } from '../../lib/phone.mjs';
import { Build } from '../../lib/builds.mjs';
import { Eyes } from '../../lib/eyes.mjs';
import { answer, onScreen, openThread, seen } from '../../lib/notes.mjs';

const DIST = process.env.JIAQIAO_DIST;
const said = (n) => `开关打开前写的第${n}句。`;
const isPush = (request) => request.url.endsWith('/sync/push');

const house = async (t, dist) => {
  const office = await Office.start();
  t.after(() => office.stop());
  if (dist) await office.replace(dist);
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  return { office, phone };
};

/** What of the program is on the phone: workers, kept files, and whether this page came through a worker. */
const program = (page) => page.evaluate(async () => ({
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  kept: (await caches.keys()).filter((name) => name.startsWith('jq-')).length,
  served: navigator.serviceWorker.controller !== null,
})).catch(() => null); // between two pages there is none to ask

const NOTHING = { workers: 0, kept: 0, served: false };
const WHOLE = { workers: 1, kept: 1, served: true };
const becomes = async (page, want) => {
  let last;
  const is = async () => JSON.stringify(last = await program(page)) === JSON.stringify(want);
  await until(JSON.stringify(want), is).catch((error) => { throw new Error(`${error.message}; it is ${JSON.stringify(last)}`); });
};
const drafted = (phone) => until('the draft to be on disk', async () => Object.entries(await phone.records())
  .some(([store, count]) => store.endsWith('/draft') && count > 0));

test('on: everything of the program goes, nothing that was written; off: all is as before', async (t) => {
  const { office, phone: mother } = await house(t);
  await mother.signIn('guardian');
  const { page, line } = mother;
  await openThread(mother, '没带齐课本或水杯');
  await becomes(page, WHOLE);
  line.down();
  for (let n = 1; n <= 3; n += 1) await answer(mother, said(n));
  await page.getByRole('textbox', { name: '回复' }).fill('写到一半');
  await drafted(mother); // a person's own reload waits for nobody
  assert.match(office.command('kill-switch', 'on'), /on/);
  const eyes = Eyes.open(page);

  // A hotel answers for the office, also for /version.json: nothing happens.
  const asked = new Set();
  line.misuse = (request) => { asked.add(request.url); return 'portal'; };
  line.up();
  await page.reload({ waitUntil: 'commit' });
  await seen(page, said(3));
  await until('the hotel to be asked', () => asked.has('/version.json') && asked.has('/sw.js'));
  await seen(page, '没有网络');
  assert.deepEqual(await program(page), WHOLE);

  // The office itself; sending does not work yet.
  const starts = [];
  line.misuse = (request) => {
    if (request.url.startsWith('/app/')) starts.push(request.url);
    return isPush(request) ? 'cut' : null;
  };
  const before = await mother.records();
  await page.reload({ waitUntil: 'commit' });
  await becomes(page, NOTHING);
  await seen(page, said(3));
  assert.equal(await page.getByRole('textbox', { name: '回复' }).inputValue(), '写到一半');
  assert.deepEqual(await mother.records(), before);
  const loads = starts.length;
  assert.ok(loads >= 1, 'the app came from the network');
  await new Promise((wake) => setTimeout(wake, 2_000));
  assert.equal(starts.length, loads, 'once is enough');
  await page.reload({ waitUntil: 'commit' });
  await seen(page, said(3));
  await until('the app to have asked', () => starts.length === loads + 1);
  assert.deepEqual(await program(page), NOTHING);

  // Writing and sending go on as ever.
  line.misuse = () => null;
  await answer(mother, said(4));
  await mother.sync();

  assert.match(office.command('kill-switch', 'off'), /off/);
  await page.reload({ waitUntil: 'commit' });
  await becomes(page, WHOLE);
  await seen(page, said(4));
  line.down();
  await page.reload({ waitUntil: 'commit' });
  await seen(page, said(4));
  line.up();
  const father = await Phone.open(office);
  t.after(() => father.close());
  await father.signIn('guardian2');
  await openThread(father, '没带齐课本或水杯');
  for (let n = 1; n <= 4; n += 1) {
    await seen(father.page, said(n), { exact: true });
    assert.equal(await onScreen(father.page, said(n), { exact: true }).count(), 1);
  }
  assert.deepEqual(await eyes.close(), []);
  assert.deepEqual(mother.errors, []);
});

test('open tabs hear of it by the worker that takes over, and bring the last letters to disk', async (t) => {
  const { office, phone: mother } = await house(t);
  await mother.signIn('guardian');
  const second = await mother.tab();
  await mother.go('/app/notes', second);
  await second.getByRole('link').filter({ hasText: '没带齐课本或水杯' }).first().click();
  await seen(second, '没带齐课本或水杯');
  office.command('kill-switch', 'on');
  await second.getByRole('textbox', { name: '回复' }).fill('正写着');
  // As the browser does by itself at each start and the app once an hour.
  await mother.page.evaluate(() => navigator.serviceWorker.getRegistration().then((found) => found.update()));
  for (const tab of [mother.page, second]) await until('the program to go', async () => (await program(tab))?.workers === 0);
  await until('the draft to be back', async () => await second.getByRole('textbox', { name: '回复' }).inputValue() === '正写着');
  await second.reload({ waitUntil: 'commit' });
  await becomes(second, NOTHING);
  assert.deepEqual(mother.errors, []);
});

test('a released worker that shows blank pages is got rid of, which no update could: nobody can ask it to give way', async (t) => {
  const broken = Build.after(DIST, 'broken', { worker: (worker) => worker.replace('if (shell) return shell;', "return new Response('', { headers: { 'content-type': 'text/html' } });") });
  t.after(() => broken.forget());
  const { office, phone: mother } = await house(t, broken.folder);
  const { page } = mother;
  await mother.go('/sign-in');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.getByLabel('登录号').fill('guardian');
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/app/today');
  await until('the blank page', () => page.evaluate(() => document.readyState === 'complete' && document.body.innerText === ''));
  await office.replace(DIST);
  await page.reload({ waitUntil: 'load' });
  await until('the good worker to wait', () => page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)));
  await page.reload({ waitUntil: 'load' });
  assert.equal(await page.evaluate(() => document.body.innerText), '', 'an update alone does not help');

  office.command('kill-switch', 'on');
  await page.reload({ waitUntil: 'load' });
  await until('the phone to drop it', async () => (await program(page))?.workers === 0);
  await page.reload({ waitUntil: 'commit' });
  await seen(page, '需要您处理');
  office.command('kill-switch', 'off');
  await page.reload({ waitUntil: 'commit' });
  await becomes(page, WHOLE);
  await mother.runs(Build.read(DIST));
});
