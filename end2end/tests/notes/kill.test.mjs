// kill -9 of the office in the middle of a push of 100 commands, five times in a row, through a line that also
// doubles requests and loses answers: 100 effects, none twice.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Office, until } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';
import { onScreen, openThread, seen } from '../../lib/notes.mjs';

const COMMANDS = 100;
const KILLS = 5;

test(`${COMMANDS} commands, ${KILLS} kills, a bad line: ${COMMANDS} effects, none twice`, async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const [mother, father] = [await Phone.open(office), await Phone.open(office)];
  t.after(() => mother.close());
  t.after(() => father.close());
  await mother.signIn('guardian');
  await openThread(mother, '没带齐课本或水杯');
  mother.line.down();
  const box = mother.page.getByRole('textbox', { name: '回复' });
  const send = mother.page.getByRole('button', { name: '存好并发送' });
  for (let n = 1; n <= COMMANDS; n += 1) {
    await box.fill(`第${n}句。`);
    await send.click();
    await seen(mother.page, `第${n}句。`, { exact: true });
  }

  // Each push of the next five loses its answer, and the office dies a moment after it arrived; later ones arrive
  // twice.
  let kills = 0;
  let killing = null;
  const fate = () => (kills < KILLS ? 'lose' : 'double');
  mother.line.misuse = (request) => (request.url.endsWith('/push') ? fate() : null);
  mother.line.onForward = (request) => {
    if (!request.url.endsWith('/push') || kills >= KILLS || killing) return;
    const delayMs = [0, 2, 5, 10, 20][kills];
    killing = new Promise((done) => setTimeout(done, delayMs)).then(async () => {
      await office.kill();
      kills += 1;
      await office.up();
      killing = null;
    });
  };
  mother.line.up();
  const wake = setInterval(() => mother.page.evaluate(() => window.dispatchEvent(new Event('online'))).catch(() => {}), 300);
  t.after(() => clearInterval(wake));
  const open = (word) => mother.page.getByRole('main').getByText(word, { exact: true }).count();
  await until('everything to be delivered', async () => kills === KILLS && !killing && (await open('已存本机')) + (await open('发送中')) === 0, 120_000);
  assert.equal(kills, KILLS);
  clearInterval(wake);

  await father.signIn('guardian2');
  await openThread(father, '没带齐课本或水杯');
  await seen(father.page, `第${COMMANDS}句。`, { exact: true });
  for (let n = 1; n <= COMMANDS; n += 1) {
    assert.equal(await onScreen(father.page, `第${n}句。`, { exact: true }).count(), 1, `第${n}句`);
  }
  await mother.go('/app/outbox');
  await seen(mother.page, '都送达了');
  assert.deepEqual(mother.errors, []);
});
