// A class teacher's notice with signature to forty families; guardians on five phones: one offline, one in elder
// view. The register is right at every step; then a correction after signing, and a withdrawal that reaches an
// offline phone later.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';
import { claim, households } from '../../lib/families.mjs';
import { seen, unseen } from '../../lib/notes.mjs';
import { openNotice, publish, registered, sign } from '../../lib/notices.mjs';

const CHILD = '赵俊熙';

test('each guardian signs; a material correction asks anew; a withdrawal reaches the phone that was away', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const others = households('s01-0302').filter((home) => home.name !== CHILD && home.guardians.length === 2);
  const phones = [];
  for (let n = 0; n < 6; n += 1) {
    phones.push(await Phone.open(office));
    t.after(() => phones[n].close());
  }
  const [teacher, mother, father, elder, next, nextFather] = phones;
  await teacher.signIn('classteacher');
  await mother.signIn('guardian');
  await father.signIn('guardian2');
  await claim(office, elder, others[0].guardians[0]);
  const prefs = { lang: 'zh', theme: 'light', elder: true, text_px: 24 };
  await elder.page.evaluate((prefs) => localStorage.setItem('jq-prefs', JSON.stringify(prefs)), prefs);
  await claim(office, next, others[1].guardians[0]);
  await claim(office, nextFather, others[1].guardians[1]);

  const title = '寒假安全责任书';
  const body = '一、不去冰面。二、外出要告诉家里人。';
  father.line.down();
  mother.line.down();
  const address = await publish(teacher, { title, body, ask: '手写签名', household: '每位家长都要' });
  await teacher.sync();
  const state = async (child = CHILD) => (await registered(teacher, address, child)).innerText();
  assert.match(await state(), /送到学校/);

  // On the phone before anybody looked at it.
  mother.line.up();
  await mother.sync();
  await mother.sync();
  await teacher.sync();
  assert.match(await state(), /已到手机/);
  await openNotice(mother, title);
  await seen(mother.page, body);
  await mother.sync();
  await teacher.sync();
  assert.match(await state(), /看过/);
  await sign(mother);
  await seen(mother.page, /已签字/);
  await mother.sync();
  await teacher.sync();
  assert.match(await state(), /只差一位/);

  // The father was away; he signs offline what he has got meanwhile.
  father.line.up();
  await father.sync();
  father.line.down();
  await openNotice(father, title);
  await sign(father);
  await seen(father.page, '已存本机');
  await teacher.sync();
  assert.match(await state(), /只差一位/);
  father.line.up();
  await father.sync();
  await teacher.sync();
  assert.match(await state(), /已签字/);

  await elder.sync();
  await openNotice(elder, title);
  await sign(elder);
  await elder.sync();
  for (const phone of [next, nextFather]) {
    await phone.sync();
    await openNotice(phone, title);
    await sign(phone);
    await phone.sync();
  }
  await teacher.sync();
  assert.match(await state(others[0].name), /只差一位/);
  assert.match(await state(others[1].name), /已签字/);

  // What was signed stays signed, for the old text; the new one is asked for.
  await teacher.go(`${address}/correct`);
  await teacher.page.getByLabel('内容', { exact: true }).fill(`${body}三、骑车戴头盔。`);
  await teacher.page.getByRole('checkbox', { name: /请家长重新回复/ }).check();
  await teacher.page.getByRole('button', { name: '存好更正' }).click();
  await teacher.page.waitForURL(`**${address}`);
  await teacher.sync();
  await mother.sync();
  await openNotice(mother, title);
  await seen(mother.page, '已更正');
  await seen(mother.page, /您在第1版签过字/);
  await mother.page.getByText('看改了什么').first().click();
  await mother.page.locator('ins').filter({ hasText: '骑车戴头盔' }).first().waitFor();
  await mother.sync();
  await teacher.sync();
  assert.doesNotMatch(await state(), /已签字(?!.*第 1 版)/s);
  await sign(mother);
  await mother.sync();
  await teacher.sync();
  assert.match(await state(), /只差一位/);

  // Taken back while the father's phone is away: it learns later; the title stays, the text goes.
  father.line.down();
  await teacher.go(address);
  await teacher.page.getByRole('button', { name: '撤回', exact: true }).click();
  await teacher.page.getByLabel('为什么撤回').fill('教育局统一发放');
  await teacher.page.getByRole('button', { name: '撤回通知' }).click();
  await teacher.sync();
  await openNotice(father, title);
  await seen(father.page, body);
  father.line.up();
  await father.sync();
  await seen(father.page, '教育局统一发放');
  await unseen(father.page, body);
  await openNotice(father, title);
  assert.deepEqual(phones.flatMap((phone) => phone.errors), []);
});

test('signer only: who may not sign is told who can; on paper counts as reached', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const home = households('s01-0302').find((home) => home.guardians.length === 3);
  const [teacher, grandmother] = [await Phone.open(office), await Phone.open(office)];
  t.after(() => teacher.close());
  t.after(() => grandmother.close());
  await teacher.signIn('classteacher');
  await claim(office, grandmother, home.guardians[2]);
  const title = '研学同意书';
  const address = await publish(teacher, { title, body: '十二月十日，市博物馆。', ask: '手写签名', household: '有签字权的一位' });
  await teacher.sync();
  await grandmother.sync();
  await openNotice(grandmother, title);
  await seen(grandmother.page, /需要能签字的家长/);
  assert.equal(await grandmother.page.getByRole('button', { name: '签字确认' }).count(), 0);
  const row = await registered(teacher, address, home.name);
  await row.getByRole('button', { name: /联系/ }).click();
  await teacher.page.getByRole('radio', { name: '通知单' }).check();
  await teacher.page.getByLabel('备注').fill('爸爸签好带回');
  await teacher.page.getByRole('button', { name: '记下来' }).click();
  await teacher.sync();
  assert.match(await (await registered(teacher, address, home.name)).innerText(), /通知单告知/);
  assert.deepEqual([...teacher.errors, ...grandmother.errors], []);
});
