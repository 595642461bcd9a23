// Every screen, in both languages, light and dark, normal and elder view: no finding of axe. Screenshots of each
// land in end2end/out/ for eyes to read.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Office } from '../../lib/server.mjs';
import { Phone } from '../../lib/phone.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OUT = join(dirname(fileURLToPath(import.meta.url)), '../../out');
const LOOKS = [
  { name: 'zh', prefs: { lang: 'zh', theme: 'light', elder: false, text_px: 17 } },
  { name: 'en-dark', prefs: { lang: 'en', theme: 'dark', elder: false, text_px: 17 } },
  { name: 'zh-elder', prefs: { lang: 'zh', theme: 'light', elder: true, text_px: 24 } },
  { name: 'en-elder', prefs: { lang: 'en', theme: 'light', elder: true, text_px: 20 } },
];

const findings = async (page) => {
  // Through the debugger, not as a script of the page: the page's policy stays as it is.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
};

/** Nothing is cut off: the page is no wider than the phone. */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const look = async (phone, name, wrong) => {
  await phone.page.screenshot({ path: join(OUT, `${name}.png`) });
  for (const finding of await findings(phone.page)) wrong.push(`${name}: ${finding}`);
  const wide = await overflow(phone.page);
  if (wide > 0) wrong.push(`${name}: ${wide} px wider than the screen`);
};

const settled = (page) => page.getByRole('heading', { level: 1 }).first().waitFor();

const wear = (phone, prefs) => phone.page.evaluate((prefs) => localStorage.setItem('jq-prefs', JSON.stringify(prefs)), prefs);

mkdirSync(OUT, { recursive: true });

/** The address behind the first row of a list with these words. */
const behind = async (phone, list, words) => {
  await phone.go(list);
  await phone.page.getByRole('link').filter({ hasText: words }).first().click();
  await phone.page.waitForURL(/\/app\/(notes|notices)\/[0-9a-f-]{36}/);
  return new URL(phone.page.url()).pathname;
};

const FAMILY = ['to-confirm', 'to-sign', 'to-book', 'to-read'];
const NOTICES = { 'to-confirm': '科技馆', 'to-sign': '交通安全', 'to-book': '家长约谈', 'to-read': '冬季作息' };

/** Screens by the name of their picture; notices as this person finds them. */
const screensOf = async (phone, login) => {
  const screens = [['today', '/app/today'], ['outbox', '/app/outbox'], ['account', '/app/account']];
  if (login !== 'admin') {
    screens.push(['notes', '/app/notes'], ['thread', await behind(phone, '/app/notes', '没带齐课本或水杯')], ['notes-new', '/app/notes/new']);
  }
  screens.push(['notices', '/app/notices']);
  const own = { guardian: FAMILY, classteacher: ['to-sign', 'to-book'], admin: ['to-read'] }[login];
  for (const name of own) {
    const address = await behind(phone, '/app/notices', NOTICES[name]);
    screens.push([name, address]);
    if (login !== 'guardian') screens.push([`${name}-register`, `${address}/register`]);
    if (login === 'classteacher') screens.push([`${name}-correct`, `${address}/correct`], [`${name}-slips`, `${address}/slips`]);
  }
  if (login !== 'guardian') screens.push(['notices-new', '/app/notices/new']);
  if (login === 'classteacher') screens.push(['class', '/app/class']);
  return screens;
};

for (const login of ['guardian', 'classteacher', 'admin']) {
  test(`no finding on any screen of ${login}`, async (t) => {
    const office = await Office.start();
    t.after(() => office.stop());
    const phone = await Phone.open(office);
    t.after(() => phone.close());
    await phone.signIn(login);
    const screens = await screensOf(phone, login);
    const wrong = [];
    const lookAtAll = async (dress) => {
      for (const [name, address] of screens) {
        await phone.go(address);
        await settled(phone.page);
        await look(phone, `${login}-${name}-${dress}`, wrong);
      }
    };
    for (const { name, prefs } of LOOKS) {
      await wear(phone, prefs);
      await lookAtAll(name);
    }
    await wear(phone, LOOKS[0].prefs);
    await phone.page.setViewportSize({ width: 320, height: 640 });
    await lookAtAll('320');
    await phone.page.setViewportSize({ width: 1280, height: 800 });
    await lookAtAll('desktop');
    assert.deepEqual(wrong, []);
    assert.deepEqual(phone.errors, []);
  });
}

test('no finding on any public page', async (t) => {
  const office = await Office.start();
  t.after(() => office.stop());
  const phone = await Phone.open(office);
  t.after(() => phone.close());
  const wrong = [];
  for (const lang of ['zh', 'en']) {
    for (const address of ['/', '/sign-in?problem=wrong', '/claim?problem=weak', '/help', '/nothing-here']) {
      for (const scheme of ['light', 'dark']) {
        await phone.page.emulateMedia({ colorScheme: scheme });
        await phone.go(`${address}${address.includes('?') ? '&' : '?'}lang=${lang}`);
        await phone.page.waitForFunction(() => document.documentElement.dataset.alive === 'true');
        await look(phone, `public-${address.split(/[/?]/)[1] || 'welcome'}-${lang}-${scheme}`, wrong);
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(phone.errors, []);
});
