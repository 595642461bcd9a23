// What a phone may hold is what its owner may see: after a right is taken away, after signing out, after
// another person signed in.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';
import { answer, onScreen, openThread, seen, state, unseen } from '../../lib/notes.mjs';

const sum = (records, store) => Object.entries(records).filter(([name]) => name.endsWith(store)).reduce((all, [, n]) => all + n, 0);

test('a guardian who loses a child loses its rows at the next contact', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const mother = await Phone.open(office);
  t.after(() => mother.close());
  await mother.signIn('guardian');
  await mother.go('/app/notes');
  await seen(mother.page, '两位数乘法');
  await seen(mother.page, '常一个人在座位上看书');
  const before = sum(await mother.records(), '/row');

  office.command('guardianship', '--child', 'p000342', '--guardian', 'g000513', '--end');
  await mother.sync();
  await unseen(mother.page, '两位数乘法');
  await seen(mother.page, '常一个人在座位上看书');
  const after = sum(await mother.records(), '/row');
  assert.ok(after < before && after > 0, `${before} rows before, ${after} after`);
  t.diagnostic(`rows in IndexedDB: ${before} before, ${after} after the tie ended`);
  // And the office serves nothing of it to a phone that asks anew.
  await mother.page.reload();
  await seen(mother.page, '常一个人在座位上看书');
  assert.equal(await onScreen(mother.page, '两位数乘法').count(), 0);
});

test('what was unsent is sealed at sign-out; the next person sees nothing; the writer finds it again', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  await phone.signIn('guardian');
  await openThread(phone, '两位数乘法');
  phone.line.down();
  const marker = '记号文字甲乙丙';
  await answer(phone, marker);
  await state(phone, '已存本机');
  await phone.go('/app/account');
  await phone.page.getByRole('button', { name: '退出登录' }).click();
  await phone.page.getByText('封存在本机').waitFor({ timeout: 20_000 });
  await phone.page.getByRole('button', { name: '封存并退出' }).click();
  await phone.page.getByText(/已退出|重新登录|去登录/).first().waitFor({ timeout: 20_000 });
  const records = await phone.records();
  assert.equal(sum(records, '/row'), 0);
  assert.equal(sum(records, '/outbox'), 1);

  phone.line.up();
  await phone.signIn('teacher');
  await phone.go('/app/notes');
  await seen(phone.page, '两位数乘法'); // the teacher's own thread
  assert.equal(await onScreen(phone.page, marker).count(), 0);
  await phone.go('/app/outbox');
  await seen(phone.page, '都送达了');
  await phone.go('/app/account');
  await phone.page.getByRole('button', { name: '退出登录' }).click();
  await phone.page.waitForURL('**/sign-in');

  await phone.signIn('guardian');
  await phone.sync();
  await openThread(phone, '两位数乘法');
  await seen(phone.page, marker);
  await phone.go('/app/outbox');
  await seen(phone.page, '都送达了');
  assert.deepEqual(phone.errors, []);
});

test('after sign-out no word of a person is in the bytes of the browser profile', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  await phone.signIn('guardian');
  await openThread(phone, '两位数乘法');
  const marker = '记号文字丁戊己庚';
  await answer(phone, marker);
  await phone.sync();
  const words = [marker, '进位写清楚', '冯爱萍', '赵俊熙', '赵知远'];
  await phone.go('/app/account');
  await phone.page.getByRole('button', { name: '退出登录' }).click();
  await phone.page.waitForURL('**/sign-in');
  await phone.kill();
  for (const word of words) assert.deepEqual(phone.bytesContain(word), [], word);
  await phone.start();
  await phone.go('/app/notes');
  await phone.page.waitForURL('**/sign-in');
});

test('another person signs in with the form while the first is still signed in', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  await phone.signIn('guardian');
  await phone.signIn('student');
  await phone.go('/app/notes');
  await phone.page.getByRole('navigation').first().waitFor();
  assert.equal(await onScreen(phone.page, '两位数乘法').count(), 0);
  await phone.go('/app/account');
  await seen(phone.page, '赵知远');
  assert.equal(await onScreen(phone.page, '冯爱萍').count(), 0);
  assert.deepEqual(phone.errors, []);
});
