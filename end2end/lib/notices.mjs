// What people do with notices, by the names that stand on the screen.

import { seen } from './notes.mjs';

/** From the composer to the notice itself, saved on this phone; gives its address. */
export const publish = async (phone, { title, body, act = '请办', ask = '点“知道了”', household }) => {
  const { page } = phone;
  await phone.go('/app/notices/new');
  await page.getByRole('radio', { name: act }).check();
  await page.getByLabel('标题', { exact: true }).fill(title);
  await page.getByLabel('内容', { exact: true }).fill(body);
  await page.getByRole('radio', { name: ask }).check();
  if (household) await page.getByRole('radio', { name: household }).check();
  await page.getByRole('button', { name: '存好并发送' }).click();
  await page.waitForURL(/\/app\/notices\/[0-9a-f-]{36}/, { waitUntil: 'commit' });
  return new URL(page.url()).pathname;
};

/** One row of the register, as words: what stands in its cells. */
export const registered = async (phone, address, child) => {
  await phone.go(`${address}/register`);
  await phone.page.getByRole('radio', { name: /^全部 \d+/ }).check();
  const row = phone.page.getByRole('row').filter({ hasText: child });
  await row.waitFor();
  return row;
};

export const openNotice = async (phone, title) => {
  await phone.go('/app/notices');
  await phone.page.getByRole('link').filter({ hasText: title }).first().click();
  await phone.page.waitForURL(/\/app\/notices\/[0-9a-f-]{36}/, { waitUntil: 'commit' });
  await seen(phone.page, title);
};

/** A finger writes a name. */
export const draw = async (phone) => {
  const pad = phone.page.getByRole('img', { name: '手写签名' }).or(phone.page.getByLabel('手写签名', { exact: true })).first();
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  const { mouse } = phone.page;
  await mouse.move(box.x + 30, box.y + box.height / 2);
  await mouse.down();
  for (let n = 1; n <= 24; n += 1) {
    await mouse.move(box.x + 30 + n * 8, box.y + box.height / 2 + 18 * Math.sin(n / 2), { steps: 2 });
  }
  await mouse.up();
};

export const sign = async (phone) => {
  await draw(phone);
  const button = phone.page.getByRole('button', { name: '签字确认' });
  await button.click();
  // It is on disk when its place shows what was said.
  await button.waitFor({ state: 'detached' });
};
