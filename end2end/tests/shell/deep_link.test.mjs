// Offline for real: at any deep link, with the office dead, from a cold start.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';
import { openThread, seen } from '../../lib/notes.mjs';

test('with the office dead every deep link shows its rows, and no error', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const mother = await Phone.open(office);
  t.after(() => mother.close());
  await mother.signIn('guardian');
  await openThread(mother, '两位数乘法');
  const thread = new URL(mother.page.url()).pathname;
  await office.kill();

  await mother.page.reload({ waitUntil: 'commit' });
  await seen(mother.page, '进位写清楚');
  await mother.marked('first-rows');
  t.diagnostic(`reload of a deep link, office dead: first rows after ${Math.round(await mother.mark('first-rows'))} ms`);

  await mother.kill();
  await mother.start();
  for (const [address, words] of [[thread, '进位写清楚'], ['/app/today', '需要您处理'], ['/app/notes', '两位数乘法'],
    ['/app/outbox', '都送达了'], ['/app/account', '冯爱萍'], ['/app', '需要您处理'], ['/app/nowhere/at/all', '需要您处理']]) {
    await mother.go(address);
    await seen(mother.page, words);
    await seen(mother.page, '没有网络');
    if (address === '/app/today') await seen(mother.page, /\d\d:\d\d 更新/);
  }
  t.diagnostic(`cold browser, office dead: first rows after ${Math.round(await mother.mark('first-rows'))} ms`);
  assert.deepEqual(mother.errors, []);
  await office.up();
  await mother.sync();
});

test('an app that cannot start says so in words, and offers a way out', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  await phone.page.route('**/*.wasm', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<p>hotel</p>' }));
  await phone.context.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  await phone.go('/app/today');
  await phone.page.getByRole('button', { name: /重试|Retry/ }).waitFor({ timeout: 15_000 });
});
