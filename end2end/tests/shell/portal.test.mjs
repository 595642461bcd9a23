// First visits where somebody else answers, or half: never a dead page, and the start is made good by itself.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';
import { seen } from '../../lib/notes.mjs';

const house = async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  return { phone, line: phone.line };
};

const kept = (page) => page.evaluate(async () => Object.fromEntries(await Promise.all((await caches.keys())
  .map(async (name) => [name, (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)]))));

for (const [file, fate] of [['.wasm', 'portal'], ['.wasm', 'half'], ['.wasm', 'wrong'], ['/pkg/app.', 'portal'], ['/pkg/app.', 'half']]) {
  test(`"${file}" arrives as "${fate}": words and a way out within ten seconds; then it starts by itself`, async (t) => {
    const { phone, line } = await house(t);
    let asked = 0;
    line.misuse = (request) => {
      // The office's own word is missing too, or this would be no fault of the line.
      if (['/version.json', '/sw.js'].includes(request.url)) return 'portal';
      if (!request.url.includes(file)) return null;
      asked += 1;
      return fate;
    };
    await phone.go('/app/account');
    await phone.page.getByRole('button', { name: '重试' }).waitFor({ timeout: 10_000 });
    await seen(phone.page, '您写的内容都还在本机');
    assert.ok(asked > 0);
    // "Clear app copy" must not believe a hotel that all is well.
    await phone.page.getByRole('button', { name: '清除应用缓存' }).click();
    await seen(phone.page, '现在连不上家桥');
    assert.deepEqual(await kept(phone.page), {});
    line.misuse = () => null;
    await phone.page.waitForURL('**/sign-in', { timeout: 20_000 }); // it started, and found nobody signed in
  });
}

test('not even the boot script arrives: the page itself offers another try', async (t) => {
  const { phone, line } = await house(t);
  line.misuse = (request) => (request.url.includes('/pkg/boot.') ? 'portal' : null);
  await phone.go('/app/account');
  const again = phone.page.getByRole('link', { name: '重试' });
  await again.waitFor({ timeout: 12_000 });
  line.misuse = () => null;
  await again.click();
  await phone.page.waitForURL('**/sign-in', { timeout: 20_000 });
});

test('a first visit keeps nothing of what a hotel or a broken line sent, and is whole after the next one', async (t) => {
  const { phone, line } = await house(t);
  // The page itself loads well; what the worker asks for afterwards does not come, or comes damaged.
  line.misuse = (request) => ({ '/manifest.webmanifest': 'portal', '/app/shell': 'wrong' })[request.url] ?? null;
  await phone.go('/sign-in');
  await phone.page.evaluate(() => new Promise((wake) => setTimeout(wake, 2_000)));
  const early = Object.values(await kept(phone.page)).flat();
  assert.ok(!early.includes('/app/shell') && !early.includes('/manifest.webmanifest'), early.join(' '));
  assert.equal(await phone.page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)), false);
  line.misuse = () => null;
  await phone.signIn('guardian');
  line.down();
  await phone.page.reload({ waitUntil: 'commit' });
  await seen(phone.page, '需要您处理');
  assert.deepEqual(phone.errors.filter((words) => !words.startsWith('Manifest:')), []);
});
