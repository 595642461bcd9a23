// Getting in: with and without JavaScript; slips; what a public page promises before it is alive.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office } from '../../lib/server.mjs';
import { PASSWORD, Phone } from '../../lib/phone.mjs';
import { seen } from '../../lib/notes.mjs';

const withoutScript = async (phone) => {
  const session = await phone.context.newCDPSession(phone.page);
  await session.send('Emulation.setScriptExecutionDisabled', { value: true });
};

test('sign-in works without JavaScript, and a wrong password is told kindly', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  await withoutScript(phone);
  const { page } = phone;
  await phone.go('/sign-in');
  await page.getByLabel('登录号').fill('guardian');
  await page.getByLabel('密码').fill('not-the-password');
  await page.getByRole('button', { name: '登录' }).click();
  await seen(page, '登录号或密码对不上');
  assert.ok(!page.url().includes('guardian') && !page.url().includes('not-the-password'));
  await page.getByLabel('登录号').fill('guardian');
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/app/today');
});

test('a slip is claimed once, without JavaScript; the account then signs in', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  const slips = office.command('slips', '--person', 'g000220', '--base-url', phone.line.url);
  const link = /claim\?login=(\d+)&(?:amp;)?code=([0-9A-Z]{20})/.exec(slips) ?? /(\d{8})/.exec(slips);
  const login = /data-login="(\d+)"/.exec(slips)?.[1] ?? link[1];
  const code = /data-code8="([0-9A-Z]{8})"/.exec(slips)?.[1] ?? link[2];
  await withoutScript(phone);
  const { page } = phone;
  const claim = async (password, again = password) => {
    await phone.go('/claim');
    await page.getByLabel('登录号').fill(login);
    await page.getByLabel('认领码').fill(code);
    await page.getByLabel('设一个密码').fill(password);
    await page.getByLabel('再输一次密码').fill(again);
    await page.getByRole('button', { name: '开通账户' }).click();
  };
  await claim('12345678');
  await seen(page, '太短或者太常见');
  await claim('一句自己记得住的话', '另一句');
  await seen(page, '两次输入的密码不一样');
  await claim('一句自己记得住的话');
  await page.waitForURL('**/app/today');
  await page.context().clearCookies();
  await claim('再来一次也是不行的');
  await seen(page, /用过了|对不上/);
  await phone.go('/sign-in');
  await page.getByLabel('登录号').fill(login);
  await page.getByLabel('密码').fill('一句自己记得住的话');
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/app/today');
});

test('public pages come alive without an error and without the app, in both languages', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  // The worker fetches the app beside the page; the page itself asks for none of it.
  const asked = [];
  phone.page.on('request', (request) => { if (!request.serviceWorker()) asked.push(new URL(request.url()).pathname); });
  for (const address of ['/', '/sign-in', '/sign-in?problem=wrong', '/claim', '/help', '/nothing-here']) {
    for (const lang of ['zh', 'en']) {
      await phone.go(`${address}${address.includes('?') ? '&' : '?'}lang=${lang}`);
      await phone.page.waitForFunction(() => document.documentElement.dataset.alive === 'true');
      assert.equal(await phone.page.locator('html').getAttribute('lang'), lang === 'en' ? 'en' : 'zh-CN');
    }
  }
  await phone.go('/sign-in?lang=zh');
  await phone.page.getByLabel('密码', { exact: true }).fill('abc');
  await phone.page.getByRole('button', { name: '显示密码' }).click();
  assert.equal(await phone.page.getByLabel('密码', { exact: true }).getAttribute('type'), 'text');
  await phone.page.getByRole('button', { name: '隐藏密码' }).click();
  assert.equal(await phone.page.getByLabel('密码', { exact: true }).getAttribute('type'), 'password');
  assert.ok(asked.some((path) => path.includes('/boot.')), String(asked));
  assert.deepEqual(asked.filter((path) => /\/app[._]/.test(path)), []);
  assert.deepEqual(phone.errors, []);
});
