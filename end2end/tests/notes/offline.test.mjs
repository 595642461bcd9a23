// A note goes both ways: written without network, through a killed browser, read and answered on another phone.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office, until } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';
import { answer, onScreen, openThread, seen, state, writeNote } from '../../lib/notes.mjs';

test('a teacher writes offline, kills the browser, reopens; the guardian answers offline; the answer arrives', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const [teacher, mother] = [await Phone.open(office), await Phone.open(office)];
  t.after(() => teacher.close());
  t.after(() => mother.close());
  await teacher.signIn('classteacher');
  await mother.signIn('guardian');

  const words = '今天的值日做得很细心，黑板槽都擦了。';
  teacher.line.down();
  await writeNote(teacher, '赵俊熙', words);
  await state(teacher, '已存本机');
  await teacher.kill();
  await teacher.start();
  await teacher.go('/app/outbox');
  await seen(teacher.page, words);
  await seen(teacher.page, '已存本机');
  teacher.line.up();
  await teacher.sync();
  await seen(teacher.page, '都送达了');

  await mother.sync();
  await openThread(mother, words);
  mother.line.down();
  const reply = '谢谢老师，回来还教奶奶怎么擦。';
  await answer(mother, reply);
  await state(mother, '已存本机');
  mother.line.up();
  await mother.sync();
  await state(mother, '已存本机', 0);

  await teacher.sync();
  await openThread(teacher, words);
  await seen(teacher.page, reply);
  assert.equal(await onScreen(teacher.page, reply).count(), 1);
  assert.deepEqual([...teacher.errors, ...mother.errors], []);
});

test('a draft survives a killed browser', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const mother = await Phone.open(office);
  t.after(() => mother.close());
  await mother.signIn('guardian');
  await openThread(mother, '两位数乘法');
  await mother.page.getByRole('textbox', { name: '回复' }).fill('写到一半的话');
  // The promise: on disk within 300 ms of the keystroke; the rest of the limit is for asking.
  await until('the draft to be on disk', async () => {
    const records = Object.entries(await mother.records());
    return records.some(([store, count]) => store.endsWith('/draft') && count === 1);
  }, 1_000);
  const address = new URL(mother.page.url()).pathname;
  await mother.kill();
  await mother.start();
  mother.line.down();
  await mother.go(address);
  const box = mother.page.getByRole('textbox', { name: '回复' });
  await box.waitFor();
  assert.equal(await box.inputValue(), '写到一半的话');
});

test('a thread is agreed on, closed and opened again, by both sides', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const [teacher, mother] = [await Phone.open(office), await Phone.open(office)];
  t.after(() => teacher.close());
  t.after(() => mother.close());
  await teacher.signIn('classteacher');
  await mother.signIn('guardian');
  const words = '作业本常常忘在学校。';
  await writeNote(teacher, '赵俊熙', words);
  await teacher.sync();
  await mother.sync();
  await openThread(mother, words);
  const { page } = mother;
  await page.getByRole('button', { name: '写约定' }).click();
  await page.getByLabel('约好做什么').fill('放学前对着清单收一遍');
  await page.getByRole('radio', { name: '一起' }).check();
  await page.getByLabel('回头看').fill('2026-12-04');
  await page.getByRole('button', { name: '存好约定' }).click();
  await mother.sync();
  await teacher.sync();
  await openThread(teacher, words);
  await seen(teacher.page, '放学前对着清单收一遍');
  await teacher.page.getByRole('button', { name: '结束', exact: true }).click();
  await teacher.page.getByLabel('结果怎么样').fill('两周没有再忘');
  await teacher.page.getByRole('button', { name: '结束联系单' }).click();
  await teacher.sync();
  await mother.sync();
  await seen(page, '两周没有再忘');
  await page.getByRole('button', { name: '重新打开' }).click();
  await page.getByLabel('为什么再说说').fill('又忘了两次');
  await page.getByRole('button', { name: '重新打开联系单' }).click();
  await mother.sync();
  await teacher.sync();
  await seen(teacher.page, '又忘了两次');
  assert.deepEqual([...teacher.errors, ...mother.errors], []);
});

test('two people change one agreement: both texts stay, and the loser is told in words', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const [mother, father] = [await Phone.open(office), await Phone.open(office)];
  t.after(() => mother.close());
  t.after(() => father.close());
  await mother.signIn('guardian');
  await father.signIn('guardian2');
  for (const [phone, text] of [[mother, '妈妈的约定'], [father, '爸爸的约定']]) {
    phone.line.down();
    await openThread(phone, '没带齐课本或水杯');
    await phone.page.getByRole('button', { name: '改约定' }).click();
    await phone.page.getByLabel('约好做什么').fill(text);
    await phone.page.getByRole('button', { name: '存好约定' }).click();
    await state(phone, '已存本机');
  }
  mother.line.up();
  await mother.sync();
  father.line.up();
  await father.sync();
  await father.go('/app/outbox');
  await father.page.getByRole('heading', { name: /需要您处理/ }).waitFor();
  await seen(father.page, '爸爸的约定');
  await seen(father.page, '妈妈的约定');
  // Discarding can be undone, and is let go after ten seconds.
  await father.page.getByRole('button', { name: '放弃' }).click();
  await father.page.getByRole('button', { name: '撤销' }).click();
  await father.sync();
  await father.page.getByRole('button', { name: '放弃' }).waitFor();
  assert.deepEqual([...mother.errors, ...father.errors], []);
});
