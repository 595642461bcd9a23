// A parents' meeting: one place, two families at once; the office gives it once, the other keeps what was written.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';
import { claim, households } from '../../lib/families.mjs';
import { seen } from '../../lib/notes.mjs';
import { openNotice } from '../../lib/notices.mjs';

test('two families want the last time: one has it, the other is told and chooses again', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const [mother, neighbour] = [await Phone.open(office), await Phone.open(office)];
  t.after(() => mother.close());
  t.after(() => neighbour.close());
  await mother.signIn('guardian');
  // A family of the class that has not answered yet.
  const home = households('s01-0302')[4];
  await claim(office, neighbour, home.guardians[0]);
  const wanted = /18:40/;
  for (const phone of [mother, neighbour]) {
    phone.line.down();
    await openNotice(phone, '家长约谈');
    await phone.page.getByRole('radio', { name: wanted }).check();
    await phone.page.getByLabel('想聊的事').fill('想聊聊阅读');
    await phone.page.getByRole('button', { name: '填好了，发送' }).click();
    await seen(phone.page, '已存本机');
  }
  mother.line.up();
  await mother.sync();
  neighbour.line.up();
  await neighbour.sync();
  await neighbour.go('/app/outbox');
  await neighbour.page.getByRole('heading', { name: /需要您处理/ }).waitFor();
  await openNotice(neighbour, '家长约谈');
  await seen(neighbour.page, '想聊聊阅读').catch(() => {});
  assert.equal(await neighbour.page.getByLabel('想聊的事').inputValue(), '想聊聊阅读');
  const taken = neighbour.page.getByRole('radio', { name: wanted });
  assert.equal(await taken.isDisabled(), true);
  await neighbour.page.getByRole('radio', { name: /18:50/ }).check();
  await neighbour.page.getByRole('button', { name: '填好了，发送' }).click();
  await neighbour.sync();
  await neighbour.go('/app/outbox');
  await seen(neighbour.page, '都送达了');
  await mother.sync();
  await openNotice(mother, '家长约谈');
  await seen(mother.page, /已填写/);
  assert.deepEqual([...mother.errors, ...neighbour.errors], []);
});
