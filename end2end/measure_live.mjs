// What wake-up streams cost the office: memory for each idle one, processor while nothing happens, and how long
// until all have heard of one change.
//   JIAQIAO_BIN=… JIAQIAO_DIST=… node end2end/measure_live.mjs [streams …]

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Office, until } from './lib/server.mjs';
import { PASSWORD } from './lib/phone.mjs';

const COUNTS = process.argv.slice(2).map(Number);
const PER_DEVICE = 4;
const EVENT = 'event: pull';
const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));

const status = (pid, word) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${word}:\\s+(\\d+)`, 'm'))[1]);
const rssKb = (office) => status(office.process.pid, 'VmRSS');
/** Ticks of a hundredth of a second in user and system mode. */
const cpuMs = (office) => {
  const fields = readFileSync(`/proc/${office.process.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

/** A new device of this person: the cookie of its sign-in. */
const signIn = async (office, login) => {
  const answer = await fetch(`${office.url}/sign-in`, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ login, password: PASSWORD }), headers: { 'sec-fetch-site': 'same-origin' },
  });
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('sid='));
  if (!cookie) throw new Error(`no sign-in: ${answer.status} ${answer.headers.get('location')}`);
  return cookie.split(';')[0];
};

const open = (office, cookie) => {
  const stream = { events: 0, lastAt: 0 };
  stream.socket = connect(office.port, '127.0.0.1', () => {
    stream.socket.write(`GET /live HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\ncookie: ${cookie}\r\n\r\n`);
  });
  stream.socket.on('data', (bytes) => {
    const count = bytes.toString('latin1').split(EVENT).length - 1;
    stream.events += count;
    if (count > 0) stream.lastAt = performance.now();
  });
  stream.socket.on('error', () => {});
  return stream;
};

for (const count of COUNTS.length > 0 ? COUNTS : [1_000, 5_000]) {
  const office = await Office.start();
  // Both parents of the demo's family, half and half, and their phones.
  const cookies = [];
  while (cookies.length * PER_DEVICE < count) {
    const some = Array.from({ length: 8 }, (_, n) => signIn(office, n % 2 ? 'guardian' : 'guardian2'));
    cookies.push(...await Promise.all(some));
  }
  await sleep(1_000);
  const before = rssKb(office);
  const streams = [];
  const started = performance.now();
  for (let n = 0; n < count; n += 1) {
    streams.push(open(office, cookies[n % cookies.length]));
    if (n % 200 === 199) await until('streams', () => streams.every((stream) => stream.events > 0));
  }
  await until('all streams', () => streams.every((stream) => stream.events > 0), 60_000);
  const opened = performance.now() - started;
  await sleep(2_000);
  const after = rssKb(office);
  const cpu = cpuMs(office);
  await sleep(10_000);
  const idle = (cpuMs(office) - cpu) / 10_000;
  // One change at the school that concerns everybody: the command line moves a tie of the child.
  const heard = streams.map((stream) => stream.events);
  const command = performance.now();
  office.command('guardianship', '--child', 'p000342', '--guardian', 'g000513', '--rights', 'read,reply');
  const changed = performance.now();
  await until('everybody to hear', () => streams.every((stream, n) => stream.events > heard[n]), 30_000);
  const last = Math.max(...streams.map((stream) => stream.lastAt));
  const first = Math.min(...streams.map((stream) => stream.lastAt));
  console.log(`${count} streams: ${((after - before) / count).toFixed(1)} kB each (RSS ${before} kB before, ${after} kB with them), `
    + `opened in ${Math.round(opened)} ms, idle processor ${(idle * 100).toFixed(1)} %; one change by the command line (${Math.round(changed - command)} ms): `
    + `first told ${Math.round(first - changed)} ms, last ${Math.round(last - changed)} ms after it`);
  for (const { socket } of streams) socket.destroy();
  await office.stop();
}
