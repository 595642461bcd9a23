// Figures for the closing notes: bytes before first interaction, first sync, LCP, warm start.
//   JIAQIAO_BIN=… JIAQIAO_DIST=… node end2end/measure.mjs

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Office } from './lib/server.mjs';
import { Phone } from './lib/phone.mjs';

const RUNS = 5;
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const show = (what, list, unit = 'ms') => console.log(`${what}: median ${Math.round(middle(list))} ${unit}, of ${list.map(Math.round).join(', ')}`);

/** Lighthouse's mobile throttle. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6 * 1024 * 1024 / 8, uploadThroughput: 750 * 1024 / 8 };

const slow = async (phone) => {
  const session = await phone.context.newCDPSession(phone.page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
};

const manifest = JSON.parse(readFileSync(join(process.env.JIAQIAO_DIST, 'manifest.json'), 'utf8'));
const { entry, files } = manifest;
const weight = (path) => files[path]?.brotli_bytes ?? files[path]?.bytes ?? 0;
const sum = (paths) => (paths.map(weight).reduce((all, n) => all + n, 0) / 1000).toFixed(1);
console.log(`before first interaction with a public page (brotli): ${sum([entry.boot_js, entry.style_css])} kB and the page itself`);
console.log(`before the app runs (brotli): ${sum(Object.values(entry))} kB`, Object.fromEntries(Object.entries(entry).map(([name, path]) => [name, weight(path)])));

const office = await Office.start();
const [lcp, firstSync, warm] = [[], [], []];
for (let run = 0; run < RUNS; run += 1) {
  const phone = await Phone.open({ port: office.port });
  await slow(phone);
  await phone.go('/sign-in');
  await phone.page.waitForLoadState('load');
  lcp.push(await phone.page.evaluate(() => new Promise((done) => {
    let last = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) last = entry.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
    setTimeout(() => done(last), 1_500);
  })));
  await phone.close();
}
show('LCP of /sign-in, 4x CPU, slow 4G', lcp);
for (let run = 0; run < RUNS; run += 1) {
  const phone = await Phone.open({ port: office.port });
  await phone.signIn('classteacher');
  firstSync.push(await phone.page.evaluate(() => performance.getEntriesByName('jiaqiao:pull-durable')[0].startTime - performance.getEntriesByName('jiaqiao:pull-start')[0].startTime));
  if (run === 0) console.log('class teacher holds', await phone.records());
  await phone.go('/app/notes');
  await phone.marked('first-rows');
  warm.push(await phone.mark('first-rows'));
  await phone.close();
}
show('first sync of the demo class teacher (pull-start to pull-durable)', firstSync);
show('warm start, navigation to first rows', warm);
await office.stop();
