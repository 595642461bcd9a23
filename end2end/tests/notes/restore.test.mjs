// The office's disk dies and last night's backup is put back: what phones were told is accepted comes back with
// them, once, in whatever order they come; also from a phone that the backup has never heard of.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';
import { answer, onScreen, openThread, seen, state, writeNote } from '../../lib/notes.mjs';

const THREAD = '两位数乘法';

const backUp = (t, office) => {
  const folder = mkdtempSync(join(tmpdir(), 'jiaqiao-backup-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'school.db');
  office.command('backup', file);
  return file;
};

/** Power off, the disk is gone, the backup on a new one. */
const loseTheDisk = async (office, backup) => {
  await office.kill();
  rmSync(office.data, { recursive: true, force: true });
  mkdirSync(office.data);
  office.command('restore', backup);
  await office.up();
};

const count = (phone, words) => onScreen(phone.page, words, { exact: true }).count();

const delivered = async (phone) => {
  await phone.go('/app/outbox');
  await seen(phone.page, '都送达了');
};

test('what was accepted after the backup comes back with the phones, in whatever order they come', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const [mother, teacher, father] = [await Phone.open(office), await Phone.open(office), await Phone.open(office)];
  for (const phone of [mother, teacher, father]) t.after(() => phone.close());
  await mother.signIn('guardian');
  await teacher.signIn('classteacher');
  await openThread(mother, THREAD);
  await answer(mother, '备份之前的话。');
  await mother.sync();
  await delivered(mother);
  const backup = backUp(t, office);

  // After the backup: an answer, a new note of the teacher's, and an answer to that one.
  await openThread(mother, THREAD);
  await answer(mother, '备份之后的话。');
  await writeNote(teacher, '赵俊熙', '备份之后老师写的。');
  await teacher.sync();
  await delivered(teacher);
  await mother.sync();
  await openThread(mother, '备份之后老师写的。');
  await answer(mother, '备份之后的回答。');
  await mother.sync();
  await delivered(mother);

  // They hear of it one after the other.
  for (const phone of [mother, teacher]) phone.line.down();
  await loseTheDisk(office, backup);
  await father.signIn('guardian2');
  await openThread(father, THREAD);
  await seen(father.page, '备份之前的话。');
  assert.equal(await count(father, '备份之后的话。'), 0, 'the office has forgotten it');

  // The one who answered comes first: there is nothing to answer to yet, and nobody is told that it was refused.
  mother.line.up();
  await mother.sync();
  await mother.sync();
  await mother.go('/app/outbox');
  await seen(mother.page, '备份之后的回答。');
  await seen(mother.page, '已存本机');
  assert.equal(await onScreen(mother.page, '备份之后的话。').count(), 0, 'that one is delivered');
  teacher.line.up();
  await teacher.sync();
  await teacher.sync();
  await delivered(teacher);
  await mother.sync();
  await mother.sync();
  await delivered(mother);

  await father.sync();
  await openThread(father, THREAD);
  for (const words of ['备份之前的话。', '备份之后的话。']) {
    await seen(father.page, words, { exact: true });
    assert.equal(await count(father, words), 1, words);
  }
  await openThread(father, '备份之后老师写的。');
  await seen(father.page, '备份之后的回答。', { exact: true });
  for (const words of ['备份之后老师写的。', '备份之后的回答。']) assert.equal(await count(father, words), 1, words);
  assert.deepEqual([...mother.errors, ...teacher.errors, ...father.errors], []);
});

test('a phone that signed in after the backup signs in again, and what it had sealed opens', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const [father, mother] = [await Phone.open(office), await Phone.open(office)];
  for (const phone of [father, mother]) t.after(() => phone.close());
  const backup = backUp(t, office);

  await father.signIn('guardian2');
  await mother.signIn('guardian');
  await openThread(father, THREAD);
  await answer(father, '送达过的话。');
  await father.sync();
  await delivered(father);
  // The mother leaves her phone with something unsent: only her key opens it.
  await openThread(mother, THREAD);
  mother.line.down();
  await answer(mother, '封存的话。');
  await state(mother, '已存本机');
  await mother.go('/app/account');
  await mother.page.getByRole('button', { name: '退出登录' }).click();
  await mother.page.getByText('封存在本机').waitFor({ timeout: 20_000 });
  await mother.page.getByRole('button', { name: '封存并退出' }).click();
  await mother.page.getByText(/已退出|重新登录|去登录/).first().waitFor({ timeout: 20_000 });

  await loseTheDisk(office, backup);
  mother.line.up();
  await mother.signIn('guardian');
  await mother.sync();
  await delivered(mother);
  await openThread(mother, THREAD);
  await seen(mother.page, '封存的话。', { exact: true });

  // The father's phone still shows everything, also before he signs in again.
  await father.go('/app/notes');
  await openThread(father, THREAD);
  await seen(father.page, '送达过的话。', { exact: true });
  await father.signIn('guardian2');
  await father.sync();
  await father.sync();
  await delivered(father);
  await mother.sync();
  await openThread(mother, THREAD);
  for (const words of ['送达过的话。', '封存的话。']) {
    await seen(mother.page, words, { exact: true });
    assert.equal(await count(mother, words), 1, words);
  }
  assert.deepEqual([...mother.errors, ...father.errors], []);
});
