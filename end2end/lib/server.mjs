// The office under test: the real binary on a free port, its data in a folder of its own.

import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const required = (name) => process.env[name] ?? raise(`${name} is not set: run \`cargo xtask test end2end\``);
const raise = (words) => { throw new Error(words); };

export const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
};

export const until = async (what, check, limitMs = 30_000) => {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
    await new Promise((wake) => setTimeout(wake, 25));
  }
};

export class Office {
  static async start(flags = ['--demo']) {
    const office = new Office();
    office.binary = required('JIAQIAO_BIN');
    office.assets = required('JIAQIAO_DIST');
    office.data = mkdtempSync(join(tmpdir(), 'jiaqiao-data-'));
    office.port = await freePort();
    office.flags = flags;
    await office.up();
    return office;
  }

  get url() { return `http://127.0.0.1:${this.port}`; }

  /** Starts, or starts again on the same data and port after a kill. */
  async up() {
    const flags = ['serve', ...this.flags, '--data', this.data, '--assets', this.assets, '--listen', `127.0.0.1:${this.port}`];
    this.log = [];
    this.process = spawn(this.binary, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (bytes) => this.log.push(String(bytes)));
    const dead = once(this.process, 'exit').then(([code, signal]) => { this.ended = { code, signal }; });
    this.ended = null;
    this.gone = dead;
    await until('the office to be ready', async () => {
      if (this.ended) throw new Error(`the office ended: ${JSON.stringify(this.ended)}\n${this.log.join('')}`);
      return fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
    }, 60_000);
  }

  /** A release: another build on the same data and port. */
  async replace(assets) {
    await this.kill();
    this.assets = assets;
    await this.up();
  }

  /** kill -9, as a power cut would. */
  async kill() {
    this.process.kill('SIGKILL');
    await this.gone;
  }

  /** Runs another command of the binary on the same data. */
  command(...args) {
    return execFileSync(this.binary, [...args, '--data', this.data], { encoding: 'utf8' });
  }

  async stop() {
    if (!this.ended) this.process.kill('SIGTERM');
    await this.gone;
    rmSync(this.data, { recursive: true, force: true });
  }
}
