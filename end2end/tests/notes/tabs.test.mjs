// Two tabs of one person do not fight: each sees what the other wrote, and everything arrives once.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';
import { seen } from '../../lib/notes.mjs';

test('two tabs write at the same time, offline; both show everything; all of it arrives once', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const [mother, father] = [await Phone.open(office), await Phone.open(office)];
  t.after(() => mother.close());
  t.after(() => father.close());
  await mother.signIn('guardian');
  const second = await mother.tab();
  const tabs = [mother.page, second];
  for (const page of tabs) {
    await mother.go('/app/notes', page);
    await page.getByRole('link').filter({ hasText: '没带齐课本或水杯' }).first().click();
  }
  const address = new URL(second.url()).pathname;
  mother.line.down();
  await Promise.all(tabs.map(async (page, tab) => {
    for (let n = 0; n < 10; n += 1) {
      await page.getByRole('textbox', { name: '回复' }).fill(`标签${tab}第${n}句`);
      await page.getByRole('button', { name: '存好并发送' }).click();
      await seen(page, `标签${tab}第${n}句`, { exact: true });
    }
  }));
  for (const page of tabs) {
    for (let tab = 0; tab < 2; tab += 1) await seen(page, `标签${tab}第9句`, { exact: true });
  }
  mother.line.up();
  await Promise.all(tabs.map((page) => mother.sync(page)));
  await father.signIn('guardian2');
  await father.go(address);
  for (let tab = 0; tab < 2; tab += 1) {
    for (let n = 0; n < 10; n += 1) {
      const words = father.page.getByText(`标签${tab}第${n}句`, { exact: true });
      await words.first().waitFor();
      assert.equal(await words.count(), 1);
    }
  }
  // Signing out in one tab empties the other.
  await mother.go('/app/account');
  await mother.page.getByRole('button', { name: '退出登录' }).click();
  await mother.page.waitForURL('**/sign-in');
  await second.waitForURL('**/sign-in');
  assert.deepEqual(mother.errors, []);
});
