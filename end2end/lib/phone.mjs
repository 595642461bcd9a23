// A phone: Chromium with a profile on disk, at 390 x 844, on a line of its own. It can be killed and opened
// again; what was not on its disk is gone then.

import { chromium } from 'playwright-core';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Line } from './line.mjs';
import { until } from './server.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--remote-debugging-port=0',
  '--no-default-browser-check', '--disable-dev-shm-usage', '--lang=zh-CN', '--accept-lang=zh-CN,zh'];
export const PASSWORD = 'jiaqiao-demo';

/** What `decisions.md` calls an error: everything on the console but Chromium's own word on a dead line. */
const isOurs = (text) => !/net::ERR_|Failed to load resource/.test(text);

export class Phone {
  static async open(office, { width = 390, height = 844 } = {}) {
    const phone = new Phone();
    phone.line = await Line.open(office);
    phone.profile = mkdtempSync(join(tmpdir(), 'jiaqiao-phone-'));
    phone.size = { width, height };
    await phone.start();
    return phone;
  }

  async start() {
    rmSync(join(this.profile, 'DevToolsActivePort'), { force: true });
    this.process = spawn(CHROMIUM, [...FLAGS, `--user-data-dir=${this.profile}`, 'about:blank'], { stdio: 'ignore', detached: true });
    this.gone = once(this.process, 'exit');
    const port = await until('Chromium', () => {
      const file = join(this.profile, 'DevToolsActivePort');
      return existsSync(file) && readFileSync(file, 'utf8').split('\n')[0];
    });
    this.browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    this.context = this.browser.contexts()[0];
    // Chromium writes cookies to disk every 30 s only; a phone killed later than that would have them.
    if (this.cookies) await this.context.addCookies(this.cookies);
    this.errors = [];
    this.page = await this.tab();
  }

  /** A further tab of the same phone; its errors count. */
  async tab() {
    const page = await this.context.newPage();
    await page.setViewportSize(this.size);
    page.on('console', (message) => {
      if (message.type() === 'error' && isOurs(message.text())) this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('dialog', (dialog) => { this.errors.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    return page;
  }

  /** Power off: no page hears of it. */
  async kill() {
    this.cookies = await this.context.cookies();
    await this.#end();
    await this.browser.close().catch(() => {});
  }

  /** The whole group, or a child of Chromium's would go on writing to the profile. */
  async #end() {
    if (this.process.exitCode === null && this.process.signalCode === null) process.kill(-this.process.pid, 'SIGKILL');
    await this.gone;
  }

  async go(path, page = this.page) {
    await page.goto(this.line.url + path, { waitUntil: 'commit' });
  }

  async signIn(login, page = this.page) {
    await this.go('/sign-in', page);
    await page.getByLabel(/登录号|Sign-in number/).fill(login);
    await page.getByLabel(/^(密码|Password)$/).fill(PASSWORD);
    await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click();
    await page.waitForURL('**/app/today');
    await this.synced(page);
  }

  /** The app has everything, its worker has the shell: from here on the phone can go anywhere. */
  async synced(page = this.page) {
    await this.marked('pull-durable', page);
    await page.evaluate(() => navigator.serviceWorker.ready.then((ready) => new Promise((done) => {
      if (ready.active?.state === 'activated') return done();
      ready.active.addEventListener('statechange', () => ready.active.state === 'activated' && done());
    })));
  }

  async marked(name, page = this.page, since = 0) {
    await page.waitForFunction(([name, since]) => performance.getEntriesByName(`jiaqiao:${name}`).some((mark) => mark.startTime >= since),
      [name, since], { timeout: 60_000, polling: 50 });
  }

  async mark(name, page = this.page) {
    return page.evaluate((name) => performance.getEntriesByName(`jiaqiao:${name}`)[0]?.startTime ?? null, name);
  }

  /** Pulls now, as coming back to the app does. */
  async sync(page = this.page) {
    const since = await page.evaluate(() => { const now = performance.now(); window.dispatchEvent(new Event('focus')); return now; });
    await this.marked('pull-durable', page, since);
  }

  /** The build that a tab runs. */
  async build(page = this.page) { return page.evaluate(() => document.documentElement.dataset.build); }

  async runs(build, page = this.page) {
    await page.waitForFunction((name) => document.documentElement.dataset.build === name && 'alive' in document.documentElement.dataset,
      build.name, { timeout: 30_000, polling: 50 });
  }

  /** What its worker keeps: each file of each cache, by the hash of its bytes. */
  async kept(page = this.page) {
    return page.evaluate(async () => {
      const kept = {};
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        kept[name] = {};
        for (const request of await cache.keys()) {
          const bytes = await (await cache.match(request)).arrayBuffer();
          const digest = await crypto.subtle.digest('SHA-256', bytes);
          kept[name][new URL(request.url).pathname] = btoa(String.fromCharCode(...new Uint8Array(digest)));
        }
      }
      return kept;
    });
  }

  /** Whether these words stand anywhere in the bytes that this phone keeps. */
  bytesContain(words) {
    const forms = [Buffer.from(words, 'utf8'), Buffer.from(words, 'utf16le')];
    const look = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return look(path);
      if (!entry.isFile()) return [];
      const bytes = readFileSync(path);
      return forms.some((form) => bytes.includes(form)) ? [path.slice(this.profile.length)] : [];
    });
    return look(this.profile);
  }

  /** Records in this phone's databases, by database and store. */
  async records(page = this.page) {
    return page.evaluate(async () => {
      const counts = {};
      for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((done, fail) => {
          const open = indexedDB.open(name);
          open.onsuccess = () => done(open.result);
          open.onerror = () => fail(open.error);
        });
        for (const store of database.objectStoreNames) {
          const request = database.transaction(store).objectStore(store).count();
          counts[`${name}/${store}`] = await new Promise((done) => { request.onsuccess = () => done(request.result); });
        }
        database.close();
      }
      return counts;
    });
  }

  async close() {
    await this.#end();
    await this.browser.close().catch(() => {});
    await this.line.close();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}
